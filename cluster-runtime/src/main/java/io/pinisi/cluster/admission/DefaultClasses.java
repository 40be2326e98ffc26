package io.pinisi.cluster.admission;

import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.Comparator;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Claims and ingresses that name no class get the one that is marked as the default; of several,
 * the newest.
 */
public final class DefaultClasses implements MutatingPlugin {
    private static final GroupResource STORAGE =
            new GroupResource("storage.k8s.io", "storageclasses");
    private static final GroupResource INGRESS =
            new GroupResource("networking.k8s.io", "ingressclasses");
    private static final String STORAGE_MARK = "storageclass.kubernetes.io/is-default-class";
    private static final String OLD_STORAGE_MARK =
            "storageclass.beta.kubernetes.io/is-default-class";
    private static final String INGRESS_MARK = "ingressclass.kubernetes.io/is-default-class";

    private final ObjectLookup objects;

    public DefaultClasses(ObjectLookup objects) {
        this.objects = objects;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode object = request.object();
        if (object == null || !(object.get("spec") instanceof ObjectNode spec)) {
            return;
        }
        if (request.is(Operation.CREATE, "", "persistentvolumeclaims")) {
            if (!isNamed(object, "storageClassName", "volume.beta.kubernetes.io/storage-class")) {
                newest(STORAGE, STORAGE_MARK, OLD_STORAGE_MARK)
                        .ifPresent(name -> spec.put("storageClassName", name));
            }
        } else if (request.is(Operation.CREATE, "networking.k8s.io", "ingresses")
                && !isNamed(object, "ingressClassName", "kubernetes.io/ingress.class")) {
            newest(INGRESS, INGRESS_MARK, INGRESS_MARK)
                    .ifPresent(name -> spec.put("ingressClassName", name));
        }
    }

    private static boolean isNamed(ObjectNode object, String field, String annotation) {
        return object.path("spec").has(field)
                || object.path("metadata").path("annotations").has(annotation);
    }

    private Optional<String> newest(GroupResource classes, String mark, String oldMark) {
        return objects.all(classes, null).stream()
                .filter(c -> isMarked(c, mark) || isMarked(c, oldMark))
                .min(
                        Comparator.comparing(DefaultClasses::created)
                                .reversed()
                                .thenComparing(c -> c.key().name()))
                .map(c -> c.key().name());
    }

    private static boolean isMarked(ApiObject candidate, String mark) {
        JsonNode notes = candidate.tree().path("metadata").path("annotations");
        return notes.path(mark).asString("").equals("true");
    }

    private static String created(ApiObject candidate) {
        return candidate.tree().path("metadata").path("creationTimestamp").asString("");
    }
}
