package io.pinisi.federation.tenancy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.placement.Workloads;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pods of a tenant, and whatever makes pods, take images from the tenant's registries only. */
final class ImageOrigin implements ValidatingPlugin {
    private final Tenants tenants;

    ImageOrigin(Tenants tenants) {
        this.tenants = tenants;
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode object = request.object();
        if (object == null) {
            return;
        }
        Optional<Tenant> tenant = tenants.ofNamespace(request.key().namespace());
        if (tenant.isEmpty()) {
            return;
        }
        objection(tenant.get(), object)
                .ifPresent(
                        why -> {
                            throw ApiException.forbidden(
                                    request.resource().groupResource(), request.key().name(), why);
                        });
    }

    /** What is wrong with the images of an object; empty where it has none or all are fine. */
    static Optional<String> objection(Tenant tenant, JsonNode object) {
        JsonNode pod = Workloads.podSpec(object);
        return pod == null
                ? Optional.empty()
                : tenant.registries()
                        .stranger(pod)
                        .map(
                                image ->
                                        "image \""
                                                + image
                                                + "\" is not from a registry allowed for tenant "
                                                + tenant.name()
                                                + ": "
                                                + String.join(", ", tenant.registries().allowed()));
    }
}
