package io.pinisi.cluster.machinery.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a pod asks for and may take at its most demanding moment: all containers and sidecars
 * together, or one init container beside the sidecars started before it.
 */
public final class PodUsage {
    private PodUsage() {}

    public static Usage requests(JsonNode spec) {
        return sum(spec, "requests").plus(Usage.of(spec.get("overhead")));
    }

    /** Overhead counts only for what is limited at all. */
    public static Usage limits(JsonNode spec) {
        Usage limits = sum(spec, "limits");
        return limits.plus(Usage.of(spec.get("overhead")).only(limits.amounts().keySet()));
    }

    /**
     * The spec with what the containers really hold: while a resize is under way a container counts
     * with the most of what it wants, what the node has granted it and what it runs with.
     */
    public static JsonNode inForce(JsonNode pod) {
        JsonNode spec = pod.path("spec");
        if (!isHeldOtherwise(pod)) {
            return spec;
        }
        JsonNode copy = spec.deepCopy();
        boolean refused = pod.path("status").path("resize").asString("").equals("Infeasible");
        for (JsonNode container : copy.path("containers")) {
            JsonNode held = held(pod, container);
            if (container.path("resources") instanceof ObjectNode resources) {
                Usage requests =
                        Usage.of(held.get("allocatedResources"))
                                .max(Usage.of(held.path("resources").get("requests")));
                raise(resources, "requests", requests, refused);
                Usage limits = Usage.of(held.path("resources").get("limits"));
                raise(resources, "limits", limits, refused);
            }
        }
        return copy;
    }

    private static boolean isHeldOtherwise(JsonNode pod) {
        for (JsonNode container : pod.path("spec").path("containers")) {
            JsonNode held = held(pod, container);
            JsonNode requests = container.path("resources").path("requests");
            boolean other =
                    (held.has("allocatedResources")
                                    && !held.path("allocatedResources").equals(requests))
                            || (held.has("resources")
                                    && !held.path("resources").equals(container.path("resources")));
            if (other) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode held(JsonNode pod, JsonNode container) {
        String name = container.path("name").asString("");
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            if (status.path("name").asString("").equals(name)) {
                return status;
            }
        }
        return MissingNode.getInstance();
    }

    private static void raise(ObjectNode resources, String field, Usage held, boolean refused) {
        if (!held.isEmpty()) {
            Usage wanted = refused ? Usage.NONE : Usage.of(resources.get(field));
            resources.set(field, wanted.max(held).toJson());
        }
    }

    private static Usage sum(JsonNode spec, String field) {
        Usage running = Usage.NONE;
        for (JsonNode container : spec.path("containers")) {
            running = running.plus(Usage.of(container.path("resources").get(field)));
        }
        Usage sidecars = Usage.NONE;
        Usage starting = Usage.NONE;
        for (JsonNode container : spec.path("initContainers")) {
            Usage needs = Usage.of(container.path("resources").get(field));
            if (container.path("restartPolicy").asString("").equals("Always")) {
                sidecars = sidecars.plus(needs);
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(sidecars.plus(needs));
            }
        }
        return running.plus(sidecars).max(starting);
    }

    /** Containers and init containers, in that order. */
    public static List<JsonNode> containers(JsonNode spec) {
        List<JsonNode> all = new ArrayList<>();
        spec.path("containers").forEach(all::add);
        spec.path("initContainers").forEach(all::add);
        return all;
    }

    /** Whether no container asks for CPU or memory or is limited in them. */
    public static boolean isBestEffort(JsonNode spec) {
        Set<String> judged = Set.of("cpu", "memory");
        for (JsonNode container : containers(spec)) {
            for (String field : new String[] {"requests", "limits"}) {
                Usage usage = Usage.of(container.path("resources").get(field)).only(judged);
                if (usage.amounts().values().stream().anyMatch(amount -> !amount.isZero())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A pod that is over, or is kept on a node that is gone, uses nothing any more. */
    public static boolean isOver(JsonNode pod) {
        String phase = pod.path("status").path("phase").asString("");
        return phase.equals("Failed") || phase.equals("Succeeded");
    }
}
