package io.pinisi.federation.tenancy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A new tenant takes no namespaces that are someone else's, and owners change people and projects
 * but not their own limits.
 */
final class TenantChanges implements ValidatingPlugin {
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final Set<String> OWNERS = Set.of("members", "projects");

    private final ObjectLookup objects;
    private final Operators operators;

    TenantChanges(ObjectLookup objects, Operators operators) {
        this.objects = objects;
        this.operators = operators;
    }

    @Override
    public void validate(AdmissionRequest request) {
        GroupResource resource = FederationKinds.TENANTS.groupResource();
        ObjectNode next = request.object();
        if (next == null || !request.resource().groupResource().equals(resource)) {
            return;
        }
        if (request.operation() == Operation.CREATE) {
            requireFree(request.key().name());
        }
        ObjectNode old = request.oldObject();
        if (old != null && request.subresource().isEmpty()) {
            requireOwnersShare(request, old, next);
        }
    }

    /** A namespace that exists has to be handed over by whoever may write its labels. */
    private void requireFree(String tenant) {
        List<String> others =
                objects.all(NAMESPACES, null).stream()
                        .filter(namespace -> Tenant.prefix(namespace.key().name()).equals(tenant))
                        .filter(one -> !tenant.equals(one.labels().get(Tenant.LABEL)))
                        .map(namespace -> namespace.key().name())
                        .sorted()
                        .toList();
        if (!others.isEmpty()) {
            throw invalid(
                    tenant,
                    List.of(
                            FieldError.invalid(
                                    "metadata.name",
                                    '"' + tenant + '"',
                                    "namespaces of this name exist: "
                                            + String.join(", ", others)
                                            + "; to hand them over label them "
                                            + Tenant.LABEL
                                            + "="
                                            + tenant)));
        }
    }

    private void requireOwnersShare(AdmissionRequest request, ObjectNode old, ObjectNode next) {
        String tenant = request.key().name();
        if (operators.mayChange(request.user(), tenant)) {
            return;
        }
        List<FieldError> faults = new ArrayList<>();
        JsonNode before = old.path("spec");
        JsonNode after = next.path("spec");
        Set<String> fields = new TreeSet<>(before.propertyNames());
        fields.addAll(after.propertyNames());
        for (String field : fields) {
            if (!OWNERS.contains(field) && !before.path(field).equals(after.path(field))) {
                faults.add(
                        FieldError.forbidden(
                                "spec." + field, "only operators change the limits of a tenant"));
            }
        }
        for (String field : List.of("finalizers", "ownerReferences")) {
            JsonNode was = old.path("metadata").path(field);
            if (!was.equals(next.path("metadata").path(field))) {
                faults.add(FieldError.forbidden("metadata." + field, "only operators change them"));
            }
        }
        if (!faults.isEmpty()) {
            throw invalid(tenant, faults);
        }
    }

    private static ApiException invalid(String tenant, List<FieldError> faults) {
        return ApiException.invalid(FederationKinds.TENANTS.group(), "Tenant", tenant, faults);
    }
}
