package io.pinisi.federation.membership;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.ResourceAmounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of a member's pod.
 *
 * @param status as kubectl's STATUS column has it: phase, or what holds the pod up
 * @param unschedulable whether the scheduler finds no node for it
 * @param containers in the order of the spec
 */
public record PodRow(
        ObjectKey key,
        String uid,
        Map<String, String> labels,
        String phase,
        String status,
        String message,
        int ready,
        int restarts,
        List<ContainerRow> containers,
        String node,
        String address,
        @Nullable Instant created,
        boolean deleting,
        boolean unschedulable,
        ResourceAmounts requests) {
    public PodRow {
        labels = Map.copyOf(labels);
        containers = List.copyOf(containers);
    }

    /** One container, as the kubelet reports it. */
    public record ContainerRow(
            String name, String image, boolean ready, int restarts, String state) {}

    /** Whether it still counts against its node's capacity. */
    public boolean holdsResources() {
        return !phase.equals("Succeeded") && !phase.equals("Failed");
    }

    public static PodRow of(ObjectNode pod) {
        Metadata metadata = Metadata.of(pod);
        JsonNode status = pod.path("status");
        List<ContainerRow> containers = new ArrayList<>();
        for (JsonNode container : pod.path("spec").path("containers")) {
            containers.add(container(container, status.path("containerStatuses")));
        }
        PodSituation situation = PodSituation.of(pod);
        return new PodRow(
                metadata.key(),
                metadata.uid(),
                metadata.labels(),
                status.path("phase").asString("Pending"),
                situation.status(),
                situation.message(),
                (int) containers.stream().filter(ContainerRow::ready).count(),
                containers.stream().mapToInt(ContainerRow::restarts).sum(),
                containers,
                pod.path("spec").path("nodeName").asString(""),
                status.path("podIP").asString(""),
                metadata.creationTimestamp(),
                metadata.isDeleting(),
                isUnschedulable(status),
                ResourceAmounts.ofPod(pod.path("spec")));
    }

    private static boolean isUnschedulable(JsonNode status) {
        return Conditions.find(status, "PodScheduled")
                .filter(condition -> condition.path("status").asString("").equals("False"))
                .filter(condition -> condition.path("reason").asString("").equals("Unschedulable"))
                .isPresent();
    }

    private static ContainerRow container(JsonNode container, JsonNode statuses) {
        String name = container.path("name").asString("");
        for (JsonNode status : statuses) {
            if (status.path("name").asString("").equals(name)) {
                return new ContainerRow(
                        name,
                        container.path("image").asString(""),
                        status.path("ready").asBoolean(false),
                        status.path("restartCount").asInt(0),
                        state(status.path("state")));
            }
        }
        return new ContainerRow(name, container.path("image").asString(""), false, 0, "waiting");
    }

    private static String state(JsonNode state) {
        for (String name : List.of("running", "terminated", "waiting")) {
            JsonNode found = Json.at(state, name);
            if (found != null) {
                String reason = Objects.requireNonNullElse(Json.text(found, "reason"), "");
                return reason.isEmpty() ? name : reason;
            }
        }
        return "waiting";
    }
}
