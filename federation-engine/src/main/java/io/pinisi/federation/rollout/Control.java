package io.pinisi.federation.rollout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What people want of a rollout: the spec of its object. All but the pause is for one run, so that
 * a late word does not hit the next one.
 *
 * @param stopRun the run that is to end as it is; 0 for none
 * @param rollbackRun the run whose clusters get back what they had; 0 for none
 * @param skipRun the run in which the clusters and stages are left out
 * @param skippers who left them out
 * @param approvals of gates
 */
record Control(
        boolean paused,
        int stopRun,
        int rollbackRun,
        int skipRun,
        Set<String> skippedClusters,
        Set<String> skippedStages,
        Set<String> skippers,
        List<Approval> approvals) {
    static final Control NONE =
            new Control(false, 0, 0, 0, Set.of(), Set.of(), Set.of(), List.of());

    Control {
        skippedClusters = Set.copyOf(skippedClusters);
        skippedStages = Set.copyOf(skippedStages);
        skippers = Set.copyOf(skippers);
        approvals = List.copyOf(approvals);
    }

    /** One person's word that a gate of one run may open, while it holds. */
    record Approval(int run, String gate, String user, Instant expiresAt) {}

    static Control of(JsonNode spec) {
        JsonNode skip = spec.path("skip");
        List<Approval> approvals = new ArrayList<>();
        for (JsonNode one : spec.path("approvals")) {
            approvals.add(
                    new Approval(
                            one.path("run").asInt(0),
                            one.path("gate").asString(""),
                            one.path("user").asString(""),
                            Instant.parse(one.path("expiresAt").asString(""))));
        }
        int run = skip.path("run").asInt(0);
        JsonNode by = spec.path("skippedBy");
        return new Control(
                spec.path("paused").asBoolean(false),
                spec.path("stopRun").asInt(0),
                spec.path("rollbackRun").asInt(0),
                run,
                texts(skip.path("clusters")),
                texts(skip.path("stages")),
                by.path("run").asInt(0) == run ? texts(by.path("users")) : Set.of(),
                approvals);
    }

    static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    /** Whether somebody else than those who made the change has agreed, and it holds. */
    boolean opens(int run, Gate gate, Set<String> authors, Instant now) {
        return others(run, gate, authors).stream().anyMatch(one -> now.isBefore(one.expiresAt()));
    }

    /** The last approval that does not hold any more. */
    Optional<Approval> expired(int run, Gate gate, Set<String> authors, Instant now) {
        return others(run, gate, authors).stream()
                .filter(one -> !now.isBefore(one.expiresAt()))
                .reduce((before, after) -> after);
    }

    private List<Approval> others(int run, Gate gate, Set<String> authors) {
        return approvals.stream()
                .filter(one -> one.run() == run && one.gate().equals(gate.id()))
                .filter(one -> !authors.contains(one.user()))
                .filter(one -> run != skipRun || !skippers.contains(one.user()))
                .toList();
    }

    boolean skips(int run, String stage, String cluster) {
        return run == skipRun
                && (skippedClusters.contains(cluster) || skippedStages.contains(stage));
    }
}
