package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.storage.ConvertingCodec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One stored resource: its definition, which is data, and its rules, which are code.
 *
 * @param status rules of the status subresource, null where there is none
 * @param scale where a scale finds its numbers, null where there is none
 * @param view the resource whose objects these are, null where they are its own
 * @param endpoints further subresources, made once the store is there
 * @param names how objects may be called
 * @param fields reads the selectable fields
 */
public record Kind(
        ResourceDefinition definition,
        ResourceStrategy strategy,
        @Nullable ResourceStrategy status,
        @Nullable ScalePaths scale,
        @Nullable View view,
        Map<String, Function<ResourceStore, ResourceEndpoint>> endpoints,
        NameRule names,
        Function<ObjectNode, Map<String, String>> fields,
        Set<Trait> traits) {

    public Kind {
        endpoints = Map.copyOf(endpoints);
        traits = Set.copyOf(traits);
    }

    /** What differs between kinds and is no rule of its own. */
    public enum Trait {
        /** {@code metadata.generation} counts changes of the desired state. */
        GENERATION,
        /** Values are sealed on disk. */
        SEALED,
        /** An update of an absent object creates it. */
        CREATE_ON_UPDATE,
        /** A finished deletion is answered with the object instead of a status. */
        ANSWERS_DELETED_OBJECT,
        /** A new object may bring its status along. */
        STATUS_ON_CREATE,
        /** An update has to name the resourceVersion it is based on. */
        VERSION_REQUIRED,
        /** A custom resource: type faults are 422, nulls are the schema's business. */
        CUSTOM
    }

    /**
     * Where a scale finds its numbers, as paths of field names.
     *
     * @param selector reads the text of the selector, empty where there is none
     */
    public record ScalePaths(String spec, String status, Function<ObjectNode, String> selector) {}

    /** Objects of another resource, and how they look here. */
    public record View(GroupResource stored, ConvertingCodec through) {}

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    Optional<ResourceStrategy> statusStrategy() {
        return Optional.ofNullable(status);
    }
}
