package io.pinisi.cluster.admission.policy;

import io.pinisi.cluster.machinery.apply.FieldManager;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.schema.Defaulter;
import io.pinisi.cluster.machinery.schema.Schema;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * What policies that change objects need to know of their types.
 *
 * @param schemas by the resource, of what is served now
 */
public record MutablePolicyTypes(
        FieldManager merging,
        Defaulter defaults,
        Function<GroupVersionResource, Optional<Schema>> schemas) {

    ObjectNode merged(GroupVersionResource resource, ObjectNode object, ObjectNode more) {
        Schema schema =
                schemas.apply(resource)
                        .orElseThrow(() -> new IllegalArgumentException("no type of " + resource));
        return merging.merge(schema, object, more);
    }

    void complete(GroupVersionResource resource, ObjectNode object) {
        schemas.apply(resource).ifPresent(schema -> defaults.apply(schema, object));
    }
}
