package io.pinisi.federation.failover;

import io.pinisi.federation.placement.ApplicationFailover;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Finding;
import io.pinisi.federation.placement.Decision.Rule;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.StatePreservation;
import io.pinisi.federation.placement.Terms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * What copies take along from where the object had to leave. Pure.
 *
 * <p>As Karmada has it, only an object that was in one cluster has a state to take along. A copy
 * keeps what it was given as long as it stays where it is.
 *
 * @param statuses the last known status of the object in a cluster
 */
public record Luggage(Terms terms, Function<String, JsonNode> statuses) {

    /**
     * @param known what copies were given before, by cluster
     * @param before where the object was decided to be
     * @param decision where it is decided to be now
     */
    public Map<String, Map<String, String>> plan(
            Map<String, Map<String, String>> known, List<Target> before, Decision decision) {
        Map<String, Map<String, String>> next = new TreeMap<>(known);
        next.keySet().retainAll(decision.clusters());
        if (before.size() != 1) {
            return next;
        }
        String left = before.getFirst().cluster();
        Map<String, String> labels =
                rules(left, decision)
                        .map(rules -> rules.labels(statuses.apply(left)))
                        .orElse(Map.of());
        if (!labels.isEmpty()) {
            decision.clusters().stream()
                    .filter(cluster -> !cluster.equals(left))
                    .forEach(cluster -> next.put(cluster, labels));
        }
        return next;
    }

    /** Empty where it does not have to leave. */
    private Optional<StatePreservation> rules(String left, Decision decision) {
        if (decision.target(left).isPresent()) {
            return Optional.empty();
        }
        ApplicationFailover application = terms.application();
        return decision.verdicts().stream()
                .filter(verdict -> verdict.cluster().equals(left))
                .flatMap(verdict -> verdict.findings().stream())
                .filter(found -> !found.passed() && found.rule().drivesAway())
                .map(Finding::rule)
                .findFirst()
                .map(
                        rule ->
                                rule != Rule.CLUSTER_EVICTION
                                        ? terms.state()
                                        : application == null
                                                ? StatePreservation.NONE
                                                : application.state());
    }
}
