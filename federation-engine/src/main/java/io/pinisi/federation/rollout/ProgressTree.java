package io.pinisi.federation.rollout;

import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.rollout.Progress.Cluster;
import io.pinisi.federation.rollout.Progress.Past;
import io.pinisi.federation.rollout.Progress.State;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Progress as it stands in the status of a Rollout. Pure. */
final class ProgressTree {
    private ProgressTree() {}

    static ObjectNode write(Progress progress, Strategy strategy) {
        ObjectNode status = Json.object().put("run", progress.run());
        status.put("revision", progress.target());
        if (!progress.stable().isEmpty()) {
            status.put("stableRevision", progress.stable());
        }
        status.put("phase", progress.phase().text()).put("message", progress.message());
        status.put("startedAt", Timestamps.micros(progress.started()));
        status.put("strategy", strategy.key().toString());
        status.put("updated", progress.count(State.UPDATED) + "/" + progress.clusters().size());
        ArrayNode authors = status.putArray("changedBy");
        progress.authors().forEach(authors::add);
        ArrayNode passed = status.putArray("passedGates");
        progress.passed().forEach(passed::add);
        if (!progress.awaited().isEmpty()) {
            status.put("awaitedGate", progress.awaited());
        }
        stages(status.putArray("stages"), progress, strategy);
        ArrayNode clusters = status.putArray("clusters");
        progress.clusters().forEach((name, cluster) -> clusters.add(cluster(name, cluster)));
        ArrayNode history = status.putArray("history");
        for (Past past : progress.history()) {
            history.addObject()
                    .put("run", past.run())
                    .put("revision", past.revision())
                    .put("result", past.result())
                    .put("startedAt", Timestamps.micros(past.started()))
                    .put("finishedAt", Timestamps.micros(past.finished()));
        }
        return status;
    }

    /** For people: in the order in which they come, those without clusters left out. */
    private static void stages(ArrayNode list, Progress progress, Strategy strategy) {
        for (Strategy.Stage stage : strategy.inOrder()) {
            List<Cluster> members =
                    progress.clusters().values().stream()
                            .filter(one -> one.stage().equals(stage.name()))
                            .toList();
            if (!members.isEmpty()) {
                long updated = members.stream().filter(one -> one.state() == State.UPDATED).count();
                list.addObject()
                        .put("name", stage.name())
                        .put("clusters", members.size())
                        .put("updated", updated);
            }
        }
    }

    private static ObjectNode cluster(String name, Cluster cluster) {
        ObjectNode item = Json.object().put("name", name).put("stage", cluster.stage());
        item.put("state", cluster.state().text());
        item.put("revision", cluster.revision()).put("previousRevision", cluster.previous());
        item.put("since", Timestamps.micros(cluster.since()));
        if (cluster.wasBegun()) {
            item.put("begunAt", Timestamps.micros(cluster.begun()));
        }
        return item;
    }

    static Progress read(JsonNode status) {
        Set<String> passed = new TreeSet<>();
        status.path("passedGates").forEach(gate -> passed.add(gate.asString("")));
        Map<String, Cluster> clusters = new TreeMap<>();
        for (JsonNode item : status.path("clusters")) {
            clusters.put(
                    item.path("name").asString(""),
                    new Cluster(
                            item.path("stage").asString(""),
                            item.path("revision").asString(""),
                            item.path("previousRevision").asString(""),
                            State.of(item.path("state").asString("")),
                            time(item.path("since")),
                            time(item.path("begunAt"))));
        }
        List<Past> history = new ArrayList<>();
        for (JsonNode item : status.path("history")) {
            history.add(
                    new Past(
                            item.path("run").asInt(0),
                            item.path("revision").asString(""),
                            item.path("result").asString(""),
                            time(item.path("startedAt")),
                            time(item.path("finishedAt"))));
        }
        return new Progress(
                status.path("run").asInt(1),
                status.path("revision").asString(""),
                status.path("stableRevision").asString(""),
                Phase.of(status.path("phase").asString("")),
                status.path("message").asString(""),
                time(status.path("startedAt")),
                Control.texts(status.path("changedBy")),
                passed,
                status.path("awaitedGate").asString(""),
                clusters,
                history);
    }

    private static Instant time(JsonNode text) {
        try {
            return Instant.parse(text.asString(""));
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
