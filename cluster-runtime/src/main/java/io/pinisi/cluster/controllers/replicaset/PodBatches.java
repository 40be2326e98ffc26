package io.pinisi.cluster.controllers.replicaset;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Expectations;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.PodFactory;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.SlowStart;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Creates and deletes the pods of a set and keeps the expectations of it. */
record PodBatches(ApiClient client, Expectations<ObjectKey> expectations, EventRecorder recorder) {

    /** Returns the first failure, or null. */
    @Nullable RuntimeException perform(ObjectNode set, ReplicaAction action, ObjectNode reference)
            throws InterruptedException {
        return switch (action) {
            case ReplicaAction.Nothing() -> null;
            case ReplicaAction.Create(int count) -> create(set, count, reference);
            case ReplicaAction.Delete(List<PodView> pods) -> delete(set, pods);
        };
    }

    private @Nullable RuntimeException create(ObjectNode set, int count, ObjectNode reference)
            throws InterruptedException {
        ObjectKey key = Metadata.key(set);
        expectations.expectCreations(key, count);
        List<ObjectNode> copies = Collections.nCopies(count, reference);
        SlowStart.Result result = SlowStart.run(copies, owner -> create(set, owner));
        int skipped = count - result.succeeded();
        if (skipped > 0) {
            expectations.created(key, skipped);
        }
        return result.failure();
    }

    private void create(ObjectNode set, ObjectNode reference) {
        ObjectNode pod = PodFactory.fromTemplate(set, set.path("spec").path("template"), reference);
        ResourcePath pods = ResourcePath.all(Resources.PODS).in(Metadata.of(set).namespace());
        try {
            ObjectNode created = client.create(pods, pod, WriteOptions.PLAIN);
            String name = Metadata.of(created).name();
            recorder.normal(set, "SuccessfulCreate", "Created pod: " + name);
        } catch (ApiException e) {
            if (!isEndOfNamespace(e)) {
                recorder.warning(set, "FailedCreate", "Error creating: " + e.getMessage());
            }
            throw e;
        }
    }

    /** In a namespace that is going nothing can be created, and that is nobody's fault. */
    static boolean isEndOfNamespace(ApiException e) {
        return e.is(Reason.FORBIDDEN)
                && String.valueOf(e.getMessage()).contains("because it is being terminated");
    }

    private @Nullable RuntimeException delete(ObjectNode set, List<PodView> pods)
            throws InterruptedException {
        ObjectKey key = Metadata.key(set);
        expectations.expectDeletions(
                key, pods.stream().map(pod -> pod.metadata().uid()).collect(Collectors.toSet()));
        return SlowStart.together(pods, pod -> delete(set, key, pod)).failure();
    }

    private void delete(ObjectNode set, ObjectKey key, PodView pod) {
        Metadata metadata = pod.metadata();
        ObjectNode options = Json.object();
        options.putObject("preconditions").put("uid", metadata.uid());
        try {
            client.delete(ResourcePath.of(Resources.PODS, metadata.key()), options);
            recorder.normal(set, "SuccessfulDelete", "Deleted pod: " + metadata.name());
        } catch (ApiException e) {
            expectations.deleted(key, metadata.uid());
            if (e.is(Reason.NOT_FOUND) || e.is(Reason.CONFLICT)) {
                return;
            }
            recorder.warning(set, "FailedDelete", "Error deleting: " + e.getMessage());
            throw e;
        }
    }
}
