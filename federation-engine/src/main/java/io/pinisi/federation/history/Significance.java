package io.pinisi.federation.history;

import io.pinisi.cluster.history.SecretDigests;
import io.pinisi.cluster.machinery.json.Json;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What of an object makes a state: everything but what is written again and again while nothing
 * happens. Left out are the book-keeping of who owns which field and the resource version; the
 * times of heartbeats and probes in conditions; of nodes the images that they hold and the volumes
 * that are under way; of autoscalers the usage they last read; the record of a leader's election.
 * Fields come in the order of their names, because a list and a watch do not agree on one.
 */
final class Significance {
    private static final Set<String> METADATA = Set.of("managedFields", "resourceVersion");
    private static final Set<String> HEARTBEATS =
            Set.of("lastHeartbeatTime", "lastProbeTime", "lastUpdateTime");
    private static final Set<String> STATUS =
            Set.of("images", "volumesInUse", "volumesAttached", "currentMetrics");
    private static final Set<String> ANNOTATIONS =
            Set.of(
                    "control-plane.alpha.kubernetes.io/leader",
                    "autoscaling.alpha.kubernetes.io/current-metrics");

    private final SecretDigests digests;

    Significance(SecretDigests digests) {
        this.digests = digests;
    }

    byte[] of(String resource, ObjectNode object) {
        ObjectNode state = Json.object();
        for (String name : new TreeSet<>(object.propertyNames())) {
            JsonNode value = object.path(name);
            state.set(
                    name,
                    switch (name) {
                        case "metadata" -> metadata(value);
                        case "status" -> status(value);
                        default -> sorted(value, Set.of());
                    });
        }
        if (resource.equals("secrets")) {
            digests.redact(state);
        }
        return Json.bytes(state);
    }

    private static JsonNode metadata(JsonNode metadata) {
        JsonNode kept = sorted(metadata, METADATA);
        if (kept.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ANNOTATIONS);
        }
        return kept;
    }

    private static JsonNode status(JsonNode status) {
        JsonNode kept = sorted(status, STATUS);
        for (JsonNode condition : kept.path("conditions")) {
            if (condition instanceof ObjectNode one) {
                one.remove(HEARTBEATS);
            }
        }
        return kept;
    }

    private static JsonNode sorted(JsonNode tree, Set<String> without) {
        if (tree instanceof ArrayNode items) {
            ArrayNode copy = Json.mapper().createArrayNode();
            items.forEach(item -> copy.add(sorted(item, Set.of())));
            return copy;
        }
        if (!(tree instanceof ObjectNode)) {
            return tree;
        }
        ObjectNode copy = Json.object();
        for (String name : new TreeSet<>(tree.propertyNames())) {
            if (!without.contains(name)) {
                copy.set(name, sorted(tree.path(name), Set.of()));
            }
        }
        return copy;
    }
}
