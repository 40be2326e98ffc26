package io.pinisi.cluster.admission;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Nothing is made in a namespace that is absent or ending, and some namespaces never end. */
public final class NamespaceLifecycle implements MutatingPlugin {
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private final ObjectLookup lookup;

    public NamespaceLifecycle(ObjectLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.is(AdmissionRequest.Operation.DELETE, "", "namespaces")) {
            refuseImmortal(request.key().name());
            return;
        }
        String namespace = request.key().namespace();
        if (namespace == null
                || request.operation() == AdmissionRequest.Operation.DELETE
                || isAccessReview(request)) {
            return;
        }
        ApiObject found =
                lookup.find(NAMESPACES, ObjectKey.cluster(namespace))
                        .orElseThrow(() -> ApiException.notFound(NAMESPACES, namespace));
        if (request.operation() == AdmissionRequest.Operation.CREATE && isEnding(found)) {
            throw ApiException.forbidden(
                    request.resource().groupResource(),
                    name(request),
                    "unable to create new content in namespace "
                            + namespace
                            + " because it is being terminated");
        }
    }

    private static void refuseImmortal(String name) {
        if (IMMORTAL.contains(name)) {
            throw ApiException.forbidden(NAMESPACES, name, "this namespace may not be deleted");
        }
    }

    private static boolean isAccessReview(AdmissionRequest request) {
        return request.resource().group().equals("authorization.k8s.io");
    }

    private static boolean isEnding(ApiObject namespace) {
        return namespace.ending() || "Terminating".equals(namespace.fields().get("status.phase"));
    }

    private static String name(AdmissionRequest request) {
        @Nullable ObjectNode object = request.object();
        return object == null ? request.key().name() : Metadata.of(object).name();
    }
}
