package io.pinisi.cluster.node.pod;

import io.pinisi.cluster.machinery.json.Json;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The resources that a node has granted the containers of a pod. They are those of the spec, except
 * while a resize waits. The pod's status carries them over the agent's restart.
 *
 * @param resources by container name
 */
public record Allocation(Map<String, JsonNode> resources) {
    public Allocation {
        resources = Map.copyOf(resources);
    }

    /** All that is wanted. */
    public static Allocation of(Pod pod) {
        Map<String, JsonNode> all = new HashMap<>();
        for (ContainerDefinition container : pod.mainContainers()) {
            all.put(container.name(), container.node().path("resources"));
        }
        return new Allocation(all);
    }

    /** What was granted as far as the status tells, else what is wanted. */
    public static Allocation reported(Pod pod) {
        Map<String, JsonNode> all = new HashMap<>(of(pod).resources());
        for (JsonNode status : pod.status().path("containerStatuses")) {
            JsonNode granted = status.path("allocatedResources");
            all.computeIfPresent(
                    status.path("name").asString(""),
                    (_, wanted) -> reported(wanted, granted, status.path("resources")));
        }
        return new Allocation(all);
    }

    private static JsonNode reported(JsonNode wanted, JsonNode requests, JsonNode actual) {
        if (requests.isMissingNode() || !(wanted.deepCopy() instanceof ObjectNode resources)) {
            return wanted;
        }
        resources.set("requests", requests);
        if (actual.has("limits")) {
            resources.set("limits", actual.path("limits"));
        } else {
            resources.remove("limits");
        }
        return resources;
    }

    /** Whether the pod has all that it wants. */
    public boolean covers(Pod pod) {
        return of(pod).equals(this);
    }

    /** The pod with the granted resources in its spec. */
    public Pod applied(Pod pod) {
        if (covers(pod)) {
            return pod;
        }
        ObjectNode copy = pod.tree().deepCopy();
        for (JsonNode container : copy.path("spec").path("containers")) {
            JsonNode granted =
                    resources.getOrDefault(
                            container.path("name").asString(""), MissingNode.getInstance());
            if (container instanceof ObjectNode object) {
                object.set("resources", granted.isMissingNode() ? Json.object() : granted);
            }
        }
        return new Pod(copy);
    }
}
