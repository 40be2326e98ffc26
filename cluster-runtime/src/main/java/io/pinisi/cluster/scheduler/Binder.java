package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.MergePatch;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Writes decisions: the binding of a pod, or the condition that says why there is none. */
record Binder(ApiClient client) {
    static final GroupVersionResource PODS = GroupVersionResource.of("v1", "pods");

    void bind(PodFacts pod, String node) {
        ObjectNode binding = Json.object();
        binding.put("apiVersion", "v1").put("kind", "Binding");
        ObjectNode metadata = binding.putObject("metadata");
        metadata.put("name", pod.key().name()).put("namespace", pod.namespace());
        metadata.put("uid", pod.uid());
        binding.putObject("target").put("apiVersion", "v1").put("kind", "Node").put("name", node);
        ResourcePath path = ResourcePath.of(PODS, pod.key()).sub("binding");
        client.create(path, binding, WriteOptions.PLAIN);
    }

    /** Ends a pod for a more important one, and says so on it first. */
    void end(PodFacts victim, Instant now) {
        ObjectNode status = Json.object();
        Condition told =
                Condition.of(
                        "DisruptionTarget",
                        true,
                        "PreemptionByScheduler",
                        Scheduler.NAME + ": preempting to accommodate a higher priority pod");
        Conditions.set(status, told, now);
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("uid", victim.uid());
        patch.set("status", status);
        ObjectNode options = Json.object();
        options.putObject("preconditions").put("uid", victim.uid());
        ResourcePath path = ResourcePath.of(PODS, victim.key());
        try {
            client.patch(path.sub("status"), PatchType.STRATEGIC, patch, WriteOptions.PLAIN);
            client.delete(path, options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
    }

    /**
     * Notes why the pod waits, unless that stands there already.
     *
     * @param nominated where room is being made for it; empty where that is nowhere
     */
    void explain(ObjectNode pod, String message, String nominated, Instant now) {
        ObjectNode status =
                pod.get("status") instanceof ObjectNode present
                        ? present.deepCopy()
                        : Json.object();
        Conditions.set(status, Condition.of("PodScheduled", false, "Unschedulable", message), now);
        if (nominated.isEmpty()) {
            status.remove("nominatedNodeName");
        } else {
            status.put("nominatedNodeName", nominated);
        }
        ObjectNode change = MergePatch.between(pod.path("status"), status);
        if (change.isEmpty()) {
            return;
        }
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("resourceVersion", Metadata.of(pod).resourceVersion());
        patch.set("status", change);
        ResourcePath path = ResourcePath.of(PODS, Metadata.key(pod)).sub("status");
        try {
            client.patch(path, PatchType.MERGE, patch, WriteOptions.PLAIN);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
    }
}
