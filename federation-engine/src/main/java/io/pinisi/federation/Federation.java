package io.pinisi.federation;

import io.pinisi.federation.deploy.Deployer;
import io.pinisi.federation.discovery.ServiceOffers;
import io.pinisi.federation.fleet.Fleet;
import io.pinisi.federation.history.MemberHistory;
import io.pinisi.federation.membership.AgentCertificates;
import io.pinisi.federation.membership.MemberClients;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.PlacementPreview;
import io.pinisi.federation.propagation.RenderPreview;
import io.pinisi.federation.traffic.TrafficText;
import io.pinisi.federation.work.Works;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The running engine, as those outside see it. */
public final class Federation implements AutoCloseable {
    private final Parts parts;

    Federation(FederationOptions options, MemberHistory.@Nullable Options remembering) {
        this.parts = new Parts(options, remembering);
    }

    void start() throws InterruptedException {
        Duration wait = parts.options.startWait();
        parts.bindings.start(wait);
        parts.policies.start(wait);
        parts.quotas.start(wait);
        parts.rollouts.start(wait);
        parts.following.begin();
        parts.binder.begin();
        parts.holds.start();
        parts.ledger.start();
        parts.discovery.start(wait);
        parts.membership.start(wait);
        parts.membership.clusters().forEach(parts.routes::remember);
        parts.placing.start();
        parts.reporting.start();
        parts.rollouts.begin();
        parts.rebalancers.start();
        parts.tenants.start(wait);
        parts.approvals.start();
        parts.inventory.start();
        parts.scaling.start(wait);
        parts.quotas.begin();
        parts.bindings.all().forEach(binding -> parts.placing.queue().add(binding.template()));
        parts.following.start();
        parts.descheduler.start();
        parts.agentCertificates.ifPresent(AgentCertificates::start);
        parts.standing.start();
    }

    /** Joins and unjoins. */
    public Members members() {
        return parts.members;
    }

    /** Reaches members, as a person or as the engine. */
    public MemberClients clients() {
        return parts.clients;
    }

    /** All that is seen, for people. */
    public Fleet fleet() {
        return parts.fleet;
    }

    /**
     * What each cluster would get of an object.
     *
     * @param placement a policy's {@code placement}
     */
    public RenderPreview preview(ObjectNode object, JsonNode placement) {
        Decision decision =
                PlacementPreview.of(List.of(object), placement, new Environs(parts))
                        .rows()
                        .getFirst()
                        .decision();
        return RenderPreview.of(
                object, decision, parts.clusters.facts(), parts.policies.overrides());
    }

    /** What each cluster is to have and has, object by object. */
    public Works works() {
        return parts.works;
    }

    /** Figures of the engine, in the text format of Prometheus. */
    public String metrics() {
        return TrafficText.of(parts.traffic(), parts.options.clock().instant());
    }

    /** What members offer, for those who bring requests to it. */
    public ServiceOffers services() {
        return parts.discovery;
    }

    /** Deploys manifests across clusters. */
    public Deployer deployer() {
        return parts.deployer;
    }

    @Override
    public void close() {
        parts.works.close();
        parts.following.close();
        parts.descheduler.close();
        parts.agentCertificates.ifPresent(AgentCertificates::close);
        parts.standing.close();
        parts.approvals.close();
        parts.inventory.close();
        parts.tenants.close();
        parts.scaling.close();
        parts.quotas.close();
        parts.placing.close();
        parts.rollouts.close();
        parts.rebalancers.close();
        parts.reporting.close();
        parts.membership.close();
        if (parts.history != null) {
            parts.history.close();
        }
        parts.discovery.close();
        parts.links.values().forEach(Link::close);
        parts.links.clear();
        parts.policies.close();
        parts.templates.close();
        parts.bindings.close();
        parts.holds.close();
        parts.ledger.close();
        parts.changes.close();
        parts.clients.close();
        parts.events.close();
    }
}
