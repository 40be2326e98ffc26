package io.pinisi.cluster.controllers.statefulset;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.SlowStart;
import io.pinisi.cluster.controllers.history.Revision;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what was decided. Nothing is booked: a pod has one name only, so what a late copy asks for
 * twice exists already, and a deletion names the uid.
 */
record SetPerformer(ApiClient client, EventRecorder recorder, ClaimKeeper claims) {

    /** Returns the first failure, or null. */
    @Nullable RuntimeException perform(
            StatefulSetView set, ObjectNode reference, List<SetAction> actions)
            throws InterruptedException {
        return SlowStart.run(actions, action -> perform(set, reference, action)).failure();
    }

    private void perform(StatefulSetView set, ObjectNode reference, SetAction action) {
        switch (action) {
            case SetAction.Create(int ordinal, Revision revision) ->
                    create(new Identity(set, ordinal), revision, reference);
            case SetAction.Delete(PodView pod) -> delete(set, pod);
            case SetAction.Recreate(PodView pod) -> {
                recorder.warning(
                        set.tree(),
                        "RecreatingFailedPod",
                        "StatefulSet %s/%s is recreating failed Pod %s"
                                .formatted(
                                        set.metadata().namespace(),
                                        set.metadata().name(),
                                        pod.metadata().name()));
                delete(set, pod);
            }
            case SetAction.Mend(int ordinal, PodView pod) ->
                    client.patch(
                            ResourcePath.of(Resources.PODS, pod.metadata().key()),
                            PatchType.MERGE,
                            new Identity(set, ordinal).patch(),
                            WriteOptions.PLAIN);
        }
    }

    private void create(Identity identity, Revision revision, ObjectNode reference) {
        StatefulSetView set = identity.set();
        claims.ensure(identity);
        String what = "create Pod " + identity.pod() + " in StatefulSet " + set.metadata().name();
        try {
            client.create(
                    ResourcePath.all(Resources.PODS).in(set.metadata().namespace()),
                    identity.make(revision.template(), revision.name(), reference),
                    WriteOptions.PLAIN);
            recorder.normal(set.tree(), "SuccessfulCreate", what + " successful");
        } catch (ApiException e) {
            if (e.is(Reason.ALREADY_EXISTS)) {
                return;
            }
            recorder.warning(set.tree(), "FailedCreate", what + " failed error: " + e.getMessage());
            throw e;
        }
    }

    private void delete(StatefulSetView set, PodView pod) {
        Metadata metadata = pod.metadata();
        String what = "delete Pod " + metadata.name() + " in StatefulSet " + set.metadata().name();
        ObjectNode options = Json.object();
        options.putObject("preconditions").put("uid", metadata.uid());
        try {
            client.delete(ResourcePath.of(Resources.PODS, metadata.key()), options);
            recorder.normal(set.tree(), "SuccessfulDelete", what + " successful");
        } catch (ApiException e) {
            if (e.is(Reason.NOT_FOUND) || e.is(Reason.CONFLICT)) {
                return;
            }
            recorder.warning(set.tree(), "FailedDelete", what + " failed error: " + e.getMessage());
            throw e;
        }
    }
}
