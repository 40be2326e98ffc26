package io.pinisi.federation.rollout;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What people want of a rollout: the spec of its object. All but the pause is for one run, so that
 * a late word does not hit the next one.
 *
 * @param stopRun the run that is to end as it is; 0 for none
 * @param rollbackRun the run whose clusters get back what they had; 0 for none
 * @param approvedRun the run whose gates people have opened
 * @param skipRun the run in which the clusters and stages are left out
 */
record Control(
        boolean paused,
        int stopRun,
        int rollbackRun,
        int skipRun,
        Set<String> skippedClusters,
        Set<String> skippedStages,
        int approvedRun,
        Set<String> approvedGates) {
    static final Control NONE = new Control(false, 0, 0, 0, Set.of(), Set.of(), 0, Set.of());

    Control {
        skippedClusters = Set.copyOf(skippedClusters);
        skippedStages = Set.copyOf(skippedStages);
        approvedGates = Set.copyOf(approvedGates);
    }

    static Control of(JsonNode spec) {
        JsonNode skip = spec.path("skip");
        JsonNode approved = spec.path("approved");
        return new Control(
                spec.path("paused").asBoolean(false),
                spec.path("stopRun").asInt(0),
                spec.path("rollbackRun").asInt(0),
                skip.path("run").asInt(0),
                texts(skip.path("clusters")),
                texts(skip.path("stages")),
                approved.path("run").asInt(0),
                texts(approved.path("gates")));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    boolean opens(int run, Gate gate) {
        return run == approvedRun && approvedGates.contains(gate.id());
    }

    boolean skips(int run, String stage, String cluster) {
        return run == skipRun
                && (skippedClusters.contains(cluster) || skippedStages.contains(stage));
    }
}
