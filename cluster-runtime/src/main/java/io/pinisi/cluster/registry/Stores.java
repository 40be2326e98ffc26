package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.meta.GroupResource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Where the store of one kind finds that of another, for a write that spans both. */
final class Stores {
    private final Map<GroupResource, ResourceStore> stores = new ConcurrentHashMap<>();

    ResourceStore add(ResourceStore store) {
        stores.put(store.resource(), store);
        return store;
    }

    Optional<ResourceStore> find(GroupResource resource) {
        return Optional.ofNullable(stores.get(resource));
    }
}
