package io.pinisi.federation;

import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binder;
import io.pinisi.federation.propagation.Desires;
import io.pinisi.federation.propagation.ObservedObject;
import io.pinisi.federation.propagation.Rendered;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What observers see of the copies of an object, held against what the decision wants. Of a cluster
 * that is not Ready nothing is concluded.
 */
record Copies(Clusters clusters, Desires desires) implements Binder.Copies {

    @Override
    public boolean isHealthy(String cluster, Template template) {
        return is(cluster, template, ObservedObject::isWell);
    }

    @Override
    public boolean isFailing(String cluster, Template template) {
        return is(cluster, template, object -> !object.isWell());
    }

    @Override
    public boolean isGone(String cluster, Template template) {
        return clusters.reachability(cluster).ready()
                && clusters.isKnown(cluster, template.kind())
                && clusters.observed(cluster, template).isEmpty();
    }

    private boolean is(String cluster, Template template, Predicate<ObservedObject> state) {
        Optional<String> wanted = desires.rendered(cluster, template).map(Rendered::hash);
        return clusters.reachability(cluster).ready()
                && clusters.observed(cluster, template)
                        .filter(object -> wanted.filter(object.hash()::equals).isPresent())
                        .filter(state)
                        .isPresent();
    }
}
