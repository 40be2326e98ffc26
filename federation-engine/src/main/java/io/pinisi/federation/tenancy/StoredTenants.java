package io.pinisi.federation.tenancy;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tenants as the hub has them at this moment. Each is read again only when it has changed.
 * Thread-safe.
 */
final class StoredTenants implements Tenants {
    private final ObjectLookup objects;
    private final Map<String, Known> known = new HashMap<>();

    private record Known(long revision, Tenant tenant) {}

    StoredTenants(ObjectLookup objects) {
        this.objects = objects;
    }

    @Override
    public Collection<Tenant> all() {
        List<ApiObject> stored = objects.all(FederationKinds.TENANTS.groupResource(), null);
        List<Tenant> tenants = stored.stream().map(this::read).toList();
        forgetBut(tenants);
        return tenants;
    }

    @Override
    public Optional<Tenant> find(String name) {
        return name.isEmpty()
                ? Optional.empty()
                : objects.find(FederationKinds.TENANTS.groupResource(), ObjectKey.cluster(name))
                        .map(this::read);
    }

    private synchronized Tenant read(ApiObject object) {
        Known before = known.get(object.key().name());
        if (before != null && before.revision() == object.revision()) {
            return before.tenant();
        }
        Tenant tenant = Tenant.of(object.tree());
        known.put(tenant.name(), new Known(object.revision(), tenant));
        return tenant;
    }

    private synchronized void forgetBut(List<Tenant> tenants) {
        if (known.size() > tenants.size()) {
            known.keySet().retainAll(tenants.stream().map(Tenant::name).toList());
        }
    }
}
