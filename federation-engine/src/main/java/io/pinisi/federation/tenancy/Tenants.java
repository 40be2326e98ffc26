package io.pinisi.federation.tenancy;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Territory;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The tenants there are. */
public interface Tenants {
    Collection<Tenant> all();

    Optional<Tenant> find(String name);

    /**
     * Whose a namespace is, whether it is one of the tenant's projects or not.
     *
     * @param namespace null for none
     */
    default Optional<Tenant> ofNamespace(@Nullable String namespace) {
        return namespace == null ? Optional.empty() : find(Tenant.prefix(namespace));
    }

    /** Why a member must not get an object with these images; empty where it may. */
    default Optional<String> objection(JsonNode rendered) {
        return ofNamespace(Metadata.of(rendered).namespace())
                .flatMap(tenant -> ImageOrigin.objection(tenant, rendered));
    }

    /** Where an object may be; a namespace goes as what is in it. */
    default Territory territory(GroupVersionKind kind, ObjectKey key) {
        boolean namespace = kind.kind().equals("Namespace") && kind.group().isEmpty();
        return ofNamespace(namespace ? key.name() : key.namespace())
                .map(Tenant::territory)
                .orElse(Territory.EVERYWHERE);
    }
}
