package io.pinisi.federation.tenancy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * In a tenant's namespaces people get their rights by the Tenant and by nothing else, so that it
 * says all; only service accounts of the tenant are bound to roles by its own people. A binding
 * that goes to a member with them could otherwise mean more there than it does on the hub.
 */
final class PeopleBindings implements ValidatingPlugin {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private final Tenants tenants;
    private final Operators operators;

    PeopleBindings(Tenants tenants, Operators operators) {
        this.tenants = tenants;
        this.operators = operators;
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode binding = request.object();
        Optional<Tenant> tenant = tenants.ofNamespace(request.key().namespace());
        boolean concerned =
                request.resource().group().equals(GROUP)
                        && request.resource().resource().equals("rolebindings");
        if (!concerned
                || binding == null
                || tenant.isEmpty()
                || operators.mayChange(request.user(), tenant.get().name())) {
            return;
        }
        List<FieldError> faults = faults(binding.path("subjects"), tenant.get().name());
        if (!faults.isEmpty()) {
            throw ApiException.invalid(GROUP, "RoleBinding", request.key().name(), faults);
        }
    }

    private static List<FieldError> faults(JsonNode subjects, String tenant) {
        List<FieldError> faults = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            JsonNode subject = subjects.get(i);
            String path = "subjects[" + i + "]";
            String namespace = subject.path("namespace").asString(tenant + "-");
            if (!subject.path("kind").asString("").equals("ServiceAccount")) {
                faults.add(
                        FieldError.forbidden(
                                path,
                                "people get their rights here by spec.members of tenant "
                                        + tenant));
            } else if (!Tenant.prefix(namespace).equals(tenant)) {
                faults.add(
                        FieldError.forbidden(
                                path, "only service accounts of tenant " + tenant + " itself"));
            }
        }
        return faults;
    }
}
