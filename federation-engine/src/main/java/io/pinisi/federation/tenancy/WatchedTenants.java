package io.pinisi.federation.tenancy;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tenants as a watch has told of them. */
public record WatchedTenants(Map<String, Tenant> byName) implements Tenants {
    public static final WatchedTenants NONE = new WatchedTenants(Map.of());

    public WatchedTenants {
        byName = Map.copyOf(byName);
    }

    public static WatchedTenants of(Collection<Tenant> tenants) {
        return new WatchedTenants(
                tenants.stream().collect(Collectors.toMap(Tenant::name, Function.identity())));
    }

    @Override
    public Collection<Tenant> all() {
        return byName.values();
    }

    @Override
    public Optional<Tenant> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
