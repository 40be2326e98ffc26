package io.pinisi.cluster.admission;

import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Claims and volumes are held by a finalizer, which goes when nobody uses them any more. */
public final class StorageInUse implements MutatingPlugin {
    public static final String CLAIM_FINALIZER = "kubernetes.io/pvc-protection";
    public static final String VOLUME_FINALIZER = "kubernetes.io/pv-protection";

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode object = request.object();
        if (object == null) {
            return;
        }
        if (request.is(Operation.CREATE, "", "persistentvolumeclaims")) {
            hold(object, CLAIM_FINALIZER);
        } else if (request.is(Operation.CREATE, "", "persistentvolumes")) {
            hold(object, VOLUME_FINALIZER);
        }
    }

    private static void hold(ObjectNode object, String finalizer) {
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        ArrayNode finalizers =
                metadata.get("finalizers") instanceof ArrayNode given
                        ? given
                        : metadata.putArray("finalizers");
        if (finalizers.valueStream().noneMatch(f -> f.asString("").equals(finalizer))) {
            finalizers.add(finalizer);
        }
    }
}
