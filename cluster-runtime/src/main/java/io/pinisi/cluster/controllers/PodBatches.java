package io.pinisi.cluster.controllers;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Expectations;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Creates and deletes the pods of an owner and keeps the expectations of it. */
public record PodBatches(
        ApiClient client, Expectations<ObjectKey> expectations, EventRecorder recorder) {

    /**
     * Creates some pods and deletes others. Returns the first failure, or null.
     *
     * @param create pods as {@link PodFactory} makes them
     */
    public @Nullable RuntimeException perform(
            ObjectNode owner, List<ObjectNode> create, List<PodView> delete)
            throws InterruptedException {
        if (create.isEmpty() && delete.isEmpty()) {
            return null;
        }
        ObjectKey key = Metadata.key(owner);
        expectations.expect(
                key,
                create.size(),
                delete.stream().map(pod -> pod.metadata().uid()).collect(Collectors.toSet()));
        RuntimeException failed =
                SlowStart.together(delete, pod -> delete(owner, key, pod)).failure();
        RuntimeException refused = create(owner, key, create);
        return refused == null ? failed : refused;
    }

    private @Nullable RuntimeException create(
            ObjectNode owner, ObjectKey key, List<ObjectNode> pods) throws InterruptedException {
        SlowStart.Result result = SlowStart.run(pods, pod -> create(owner, pod));
        int skipped = pods.size() - result.succeeded();
        if (skipped > 0) {
            expectations.created(key, skipped);
        }
        return result.failure();
    }

    private void create(ObjectNode owner, ObjectNode pod) {
        ResourcePath pods = ResourcePath.all(Resources.PODS).in(Metadata.of(owner).namespace());
        try {
            ObjectNode created = client.create(pods, pod, WriteOptions.PLAIN);
            String name = Metadata.of(created).name();
            recorder.normal(owner, "SuccessfulCreate", "Created pod: " + name);
        } catch (ApiException e) {
            if (!isEndOfNamespace(e)) {
                recorder.warning(owner, "FailedCreate", "Error creating: " + e.getMessage());
            }
            throw e;
        }
    }

    /** In a namespace that is going nothing can be created, and that is nobody's fault. */
    public static boolean isEndOfNamespace(RuntimeException e) {
        return e instanceof ApiException api
                && api.is(Reason.FORBIDDEN)
                && String.valueOf(e.getMessage()).contains("because it is being terminated");
    }

    private void delete(ObjectNode owner, ObjectKey key, PodView pod) {
        Metadata metadata = pod.metadata();
        ObjectNode options = Json.object();
        options.putObject("preconditions").put("uid", metadata.uid());
        try {
            client.delete(ResourcePath.of(Resources.PODS, metadata.key()), options);
            recorder.normal(owner, "SuccessfulDelete", "Deleted pod: " + metadata.name());
        } catch (ApiException e) {
            expectations.deleted(key, metadata.uid());
            if (e.is(Reason.NOT_FOUND) || e.is(Reason.CONFLICT)) {
                return;
            }
            recorder.warning(owner, "FailedDelete", "Error deleting: " + e.getMessage());
            throw e;
        }
    }
}
