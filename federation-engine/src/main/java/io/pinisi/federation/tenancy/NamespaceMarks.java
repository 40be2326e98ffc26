package io.pinisi.federation.tenancy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.MutatingPlugin;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Puts on every namespace of a tenant whose it is and how much its pods may do. */
final class NamespaceMarks implements MutatingPlugin {
    static final String ENFORCE = "pod-security.kubernetes.io/enforce";

    private final Tenants tenants;

    NamespaceMarks(Tenants tenants) {
        this.tenants = tenants;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode namespace = request.object();
        boolean written =
                request.is(AdmissionRequest.Operation.CREATE, "", "namespaces")
                        || request.is(AdmissionRequest.Operation.UPDATE, "", "namespaces");
        if (!written || namespace == null || Metadata.of(namespace).isDeleting()) {
            return;
        }
        String name = Metadata.of(namespace).name();
        Optional<Tenant> tenant = tenants.ofNamespace(name);
        tenant.ifPresent(
                owner ->
                        namespace
                                .withObject("/metadata/labels")
                                .put(Tenant.LABEL, owner.name())
                                .put(ENFORCE, owner.podSecurity()));
        String label = Metadata.of(namespace).label(Tenant.LABEL);
        if (label != null && !label.equals(Tenant.prefix(name))) {
            throw ApiException.invalid(
                    "",
                    "Namespace",
                    name,
                    List.of(
                            FieldError.invalid(
                                    "metadata.labels[" + Tenant.LABEL + "]",
                                    '"' + label + '"',
                                    "the namespaces of tenant "
                                            + label
                                            + " begin with \""
                                            + label
                                            + "-\"")));
        }
    }
}
