package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.meta.GroupResource;
import java.util.Optional;

/**
 * A key of the store, read.
 *
 * @param namespace empty for objects without one
 */
public record StoredKey(GroupResource resource, String namespace, String name) {
    private static final String CORE = "core";

    /** Empty where the key is not one of an object. */
    public static Optional<StoredKey> of(String storageKey) {
        String prefix = StoredResource.prefixOf(storageKey);
        if (prefix.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = prefix.split("/");
        String group = parts[parts.length - 2];
        GroupResource resource =
                new GroupResource(group.equals(CORE) ? "" : group, parts[parts.length - 1]);
        String rest = storageKey.substring(prefix.length());
        int slash = rest.indexOf('/');
        return Optional.of(
                new StoredKey(
                        resource,
                        slash < 0 ? "" : rest.substring(0, slash),
                        rest.substring(slash + 1)));
    }
}
