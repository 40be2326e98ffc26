package io.pinisi.cluster.admission;

import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.usage.Usage;
import io.pinisi.cluster.storage.ObjectLookup;
import tools.jackson.databind.node.ObjectNode;

/** A claim grows only where its storage class says that volumes can. */
public final class VolumeGrowth implements ValidatingPlugin {
    private static final GroupResource CLASSES =
            new GroupResource("storage.k8s.io", "storageclasses");

    private final ObjectLookup objects;

    public VolumeGrowth(ObjectLookup objects) {
        this.objects = objects;
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode next = request.object();
        ObjectNode old = request.oldObject();
        if (next == null
                || old == null
                || !request.is(Operation.UPDATE, "", "persistentvolumeclaims")
                || storage(next).beyond(storage(old)).isEmpty()) {
            return;
        }
        String name = next.path("spec").path("storageClassName").asString("");
        boolean allowed =
                objects.find(CLASSES, ObjectKey.cluster(name))
                        .filter(c -> c.tree().path("allowVolumeExpansion").asBoolean(false))
                        .isPresent();
        if (!allowed) {
            throw ApiException.forbidden(
                    request.resource().groupResource(),
                    request.key().name(),
                    "only dynamically provisioned pvc can be resized and the storageclass that"
                            + " provisions the pvc must support resize");
        }
    }

    private static Usage storage(ObjectNode claim) {
        return Usage.of(claim.path("spec").path("resources").get("requests"));
    }
}
