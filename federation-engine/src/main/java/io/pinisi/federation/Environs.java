package io.pinisi.federation;

import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Company;
import io.pinisi.federation.placement.Patience;
import io.pinisi.federation.placement.Previous;
import io.pinisi.federation.placement.Surroundings;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.placement.Territory;
import io.pinisi.federation.propagation.Binding;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What previews decide by is what the engine decides by. */
record Environs(Parts parts) implements Surroundings {
    @Override
    public List<ClusterFacts> clusters() {
        return parts.clusters.facts();
    }

    @Override
    public Patience patience() {
        return new Patience(parts.options.clock().instant(), parts.options.failover().toleration());
    }

    @Override
    public TemplateFacts facts(ObjectNode object) {
        return parts.policies.interpreters().facts(object);
    }

    @Override
    public Territory territory(Template template) {
        return parts.policies.territory(template);
    }

    @Override
    public Previous previous(Template template) {
        return parts.bindings.find(template).map(Binding::previous).orElse(Previous.NOTHING);
    }

    @Override
    public Collection<Company.Peer> peers(Template template) {
        return parts.binder.peers(template);
    }
}
