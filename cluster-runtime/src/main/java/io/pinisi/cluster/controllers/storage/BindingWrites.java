package io.pinisi.cluster.controllers.storage;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.MergePatch;
import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.VolumeView;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the two sides of a binding, each only where it does not stand yet and on condition that
 * the object is as it was read.
 */
record BindingWrites(ApiClient client) {
    private static final String YES = "yes";

    /** First the volume, so that no other claim can take it, then the claim, then what they say. */
    void bind(VolumeView volume, ClaimView claim) {
        VolumeView taken = take(volume, claim);
        phase(Resources.VOLUMES, taken.tree(), VolumePlanner.BOUND);
        ClaimView bound = complete(claim, taken);
        status(
                Resources.CLAIMS,
                bound.tree(),
                status -> {
                    status.put("phase", VolumePlanner.BOUND);
                    status.set("accessModes", taken.spec().path("accessModes"));
                    status.set("capacity", taken.spec().path("capacity"));
                });
    }

    private VolumeView take(VolumeView volume, ClaimView claim) {
        return new VolumeView(write(Resources.VOLUMES, volume.tree(), volume.keptFor(claim)));
    }

    private ClaimView complete(ClaimView claim, VolumeView volume) {
        ObjectNode wanted = claim.tree().deepCopy();
        if (claim.volumeName().isEmpty()) {
            wanted.withObject("/spec").put("volumeName", volume.name());
            annotate(wanted, ClaimView.BOUND_BY_CONTROLLER, YES);
        }
        annotate(wanted, ClaimView.BIND_COMPLETED, YES);
        return new ClaimView(write(Resources.CLAIMS, claim.tree(), wanted));
    }

    void free(VolumeView volume, boolean altogether) {
        ObjectNode wanted = volume.tree().deepCopy();
        ObjectNode spec = wanted.withObject("/spec");
        if (altogether) {
            spec.remove("claimRef");
            wanted.withObject("/metadata")
                    .withObject("/annotations")
                    .remove(ClaimView.BOUND_BY_CONTROLLER);
        } else {
            spec.withObject("/claimRef").remove("uid");
        }
        write(Resources.VOLUMES, volume.tree(), wanted);
    }

    void ask(ClaimView claim, String provisioner) {
        ObjectNode wanted = claim.tree().deepCopy();
        annotate(wanted, ClaimView.PROVISIONER, provisioner);
        write(Resources.CLAIMS, claim.tree(), wanted);
    }

    private static void annotate(ObjectNode object, String name, String value) {
        ObjectNode annotations = object.withObject("/metadata").withObject("/annotations");
        if (!annotations.has(name)) {
            annotations.put(name, value);
        }
    }

    private ObjectNode write(GroupVersionResource resource, ObjectNode live, ObjectNode wanted) {
        if (live.equals(wanted)) {
            return live;
        }
        return client.update(
                ResourcePath.of(resource, Metadata.key(live)), wanted, WriteOptions.PLAIN);
    }

    void phase(GroupVersionResource resource, ObjectNode live, String phase) {
        status(resource, live, status -> status.put("phase", phase));
    }

    void lose(ClaimView claim) {
        status(
                Resources.CLAIMS,
                claim.tree(),
                status -> {
                    status.put("phase", "Lost");
                    status.remove(List.of("accessModes", "capacity"));
                });
    }

    private void status(GroupVersionResource resource, ObjectNode live, Consumer<ObjectNode> edit) {
        ObjectNode wanted =
                live.get("status") instanceof ObjectNode present
                        ? present.deepCopy()
                        : Json.object();
        edit.accept(wanted);
        ObjectNode change = MergePatch.between(live.path("status"), wanted);
        if (change.isEmpty()) {
            return;
        }
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("resourceVersion", Metadata.of(live).resourceVersion());
        patch.set("status", change);
        client.patch(
                ResourcePath.of(resource, Metadata.key(live)).sub("status"),
                PatchType.MERGE,
                patch,
                WriteOptions.PLAIN);
    }
}
