package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a PodDisruptionBudget still allows.
 *
 * @param disrupted names of pods whose end it has counted already
 */
record DisruptionBudget(
        String namespace, LabelSelector selector, int allowed, Set<String> disrupted) {
    DisruptionBudget {
        disrupted = Set.copyOf(disrupted);
    }

    static DisruptionBudget of(ObjectNode budget) {
        Set<String> disrupted = new HashSet<>();
        budget.at("/status/disruptedPods").propertyStream().forEach(e -> disrupted.add(e.getKey()));
        return new DisruptionBudget(
                Objects.requireNonNullElse(Metadata.of(budget).namespace(), ""),
                LabelSelector.of(budget.path("spec").get("selector")),
                budget.at("/status/disruptionsAllowed").asInt(0),
                disrupted);
    }

    /** An empty selector protects nobody from the scheduler. */
    boolean protects(PodFacts pod) {
        return !selector.isEverything()
                && namespace.equals(pod.namespace())
                && selector.matches(pod.labels())
                && !disrupted.contains(pod.key().name());
    }
}
