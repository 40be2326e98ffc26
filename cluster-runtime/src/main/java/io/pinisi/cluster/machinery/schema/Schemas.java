package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.util.Optional;

/** Resolves {@link Schema#ref}; built-in types come from the resource that the build extracts. */
@FunctionalInterface
public interface Schemas {
    /** The schema behind a name; fails for a name that does not exist, which is our own fault. */
    Schema named(String ref);

    /** The name of a kind's type, where the kind is a named type. */
    default Optional<String> nameOf(GroupVersionKind kind) {
        return Optional.empty();
    }

    /** The schema itself, with its reference followed. */
    default Schema resolve(Schema schema) {
        String ref = schema.ref();
        return ref == null ? schema : named(ref);
    }
}
