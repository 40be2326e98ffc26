package io.pinisi.federation;

import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binder;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Desires;
import io.pinisi.federation.propagation.ObservedObject;
import io.pinisi.federation.propagation.Rendered;
import io.pinisi.federation.rollout.Rollouts;
import io.pinisi.federation.rollout.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a rollout sees of an object in its clusters. */
record RolloutLookout(
        Map<String, Link> links, Clusters clusters, Desires desires, Binder.Copies copies)
        implements Rollouts.Lookout {

    @Override
    public List<Sight> look(Binding binding) {
        List<Sight> sights = new ArrayList<>();
        for (String cluster : binding.clusters().keySet()) {
            clusters.find(cluster)
                    .map(facts -> look(facts, binding.template()))
                    .ifPresent(sights::add);
        }
        return sights;
    }

    private Sight look(ClusterFacts facts, Template template) {
        String cluster = facts.name();
        Link link = links.get(cluster);
        if (link == null || !clusters.isReady(cluster)) {
            return new Sight(facts, Sight.View.AWAY, false);
        }
        if (!clusters.isKnown(cluster, template.kind())) {
            link.observer().follow(template.kind());
            return new Sight(facts, Sight.View.UNKNOWN, false);
        }
        Optional<ObservedObject> seen = clusters.observed(cluster, template);
        if (seen.isEmpty()) {
            return new Sight(facts, Sight.View.ABSENT, false);
        }
        boolean current =
                desires.latest(cluster, template)
                        .map(Rendered::hash)
                        .filter(seen.get().hash()::equals)
                        .isPresent();
        boolean well = copies.isHealthy(cluster, template);
        return new Sight(facts, well ? Sight.View.WELL : Sight.View.UNWELL, current);
    }
}
