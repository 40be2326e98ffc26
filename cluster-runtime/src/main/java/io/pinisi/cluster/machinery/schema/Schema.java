package io.pinisi.cluster.machinery.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The shape of one value: what OpenAPI v3 says plus the {@code x-kubernetes-*} extensions. It
 * drives unknown-field detection, defaulting, validation, strategic merge, server-side apply and
 * {@code kubectl explain}, for built-in kinds and custom resources alike.
 *
 * <p>Named built-in types refer to each other by {@link #ref}; a resolver ({@link Schemas}) breaks
 * recursion. In a schema with {@code ref} only {@code ref}, {@code description}, {@code
 * defaultValue}, {@code nullable} and the patch and list settings of the place count.
 *
 * @param ref name of a shared type such as {@code io.k8s.api.core.v1.PodSpec}, or null
 * @param listType how server-side apply merges a list; {@link ListType#ATOMIC} where unsaid
 * @param atomicMap whether an object or map is owned as a whole
 * @param patchMergeKey key field of a strategic-merge list, null for replaced lists
 * @param patchStrategies {@code merge}, {@code retainKeys}, {@code replace}
 * @param properties in the order in which defaults are added and fields are printed
 * @param constraints value rules (enum, minimum, pattern …) and further extensions by keyword
 */
public record Schema(
        @Nullable String ref,
        Type type,
        String format,
        String description,
        Map<String, Schema> properties,
        @Nullable Schema items,
        @Nullable Schema additionalProperties,
        Set<String> required,
        @Nullable JsonNode defaultValue,
        boolean nullable,
        boolean intOrString,
        boolean preserveUnknownFields,
        boolean embeddedResource,
        ListType listType,
        List<String> listMapKeys,
        boolean atomicMap,
        @Nullable String patchMergeKey,
        Set<String> patchStrategies,
        Map<String, JsonNode> constraints) {

    /**
     * Constraint that marks a built-in field which Kubernetes writes even when it is empty ({@code
     * status: {}}): its being there says nothing about who wanted it.
     */
    public static final String STRUCT = "x-struct";

    public Schema {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        required = Set.copyOf(required);
        listMapKeys = List.copyOf(listMapKeys);
        patchStrategies = Set.copyOf(patchStrategies);
        constraints = Map.copyOf(constraints);
    }

    /** JSON types; {@code ANY} is a value without a declared type. */
    public enum Type {
        OBJECT,
        ARRAY,
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        ANY
    }

    /** {@code x-kubernetes-list-type}. */
    public enum ListType {
        ATOMIC,
        SET,
        MAP
    }
}
