package io.pinisi.federation.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Finding;
import io.pinisi.federation.placement.Decision.Result;
import io.pinisi.federation.placement.Decision.Rule;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Decision.Verdict;
import io.pinisi.federation.placement.StatePreservation;
import io.pinisi.federation.placement.Terms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class LuggageTest {
    private static final Terms TERMS =
            Terms.of(
                    Yaml.parse(
                                    """
                                    failover:
                                      application:
                                        statePreservation:
                                          rules: [{aliasLabelName: job, jsonPath: '{ .jobId }'}]
                                      cluster:
                                        statePreservation:
                                          rules:
                                          - {aliasLabelName: restore-from, jsonPath: .checkpoint}
                                          - {aliasLabelName: absent, jsonPath: .none}
                                          - {aliasLabelName: unfit, jsonPath: .path}
                                    """)
                            .getFirst());
    private static final Target BALI = new Target("bali", OptionalInt.of(1));
    private static final Target FLORES = new Target("flores", OptionalInt.of(1));

    @Test
    void whatALostClusterLastSaidGoesAlong() {
        assertEquals(
                Map.of("flores", Map.of("restore-from", "c-17")),
                plan(Map.of(), List.of(BALI), Rule.TAINT_TOLERATION));
    }

    @Test
    void whatFailedHasRulesOfItsOwn() {
        assertEquals(
                Map.of("flores", Map.of("job", "42")),
                plan(Map.of(), List.of(BALI), Rule.CLUSTER_EVICTION));
    }

    @Test
    void whatMovesForOtherReasonsOrWasInSeveralClustersTakesNothing() {
        assertEquals(Map.of(), plan(Map.of(), List.of(BALI), Rule.CLUSTER_AFFINITY));
        Target sumba = new Target("sumba", OptionalInt.of(1));
        assertEquals(Map.of(), plan(Map.of(), List.of(BALI, sumba), Rule.TAINT_TOLERATION));
    }

    @Test
    void whatWasGivenStaysWithTheCopyAndGoesWithIt() {
        Map<String, Map<String, String>> given = Map.of("flores", Map.of("restore-from", "c-9"));
        assertEquals(given, plan(given, List.of(FLORES), Rule.TAINT_TOLERATION));
        Map<String, Map<String, String>> gone = Map.of("sumba", Map.of("restore-from", "c-9"));
        assertEquals(Map.of(), plan(gone, List.of(FLORES), Rule.TAINT_TOLERATION));
        assertEquals(given, StatePreservation.read(StatePreservation.tree(given)));
    }

    /** It has to leave bali, or not, by that rule, and goes to flores. */
    private static Map<String, Map<String, String>> plan(
            Map<String, Map<String, String>> known, List<Target> before, Rule rule) {
        Decision decision =
                new Decision(
                        List.of(FLORES),
                        List.of(
                                new Verdict(
                                        "bali", false, List.of(new Finding(rule, false, "why")))),
                        new Result.Placed(""),
                        Optional.empty());
        return new Luggage(
                        TERMS,
                        cluster ->
                                Json.object()
                                        .put("checkpoint", "c-17")
                                        .put("jobId", 42)
                                        .put("path", "/not/a/label"))
                .plan(known, before, decision);
    }
}
