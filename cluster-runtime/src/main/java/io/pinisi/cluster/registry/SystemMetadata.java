package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of metadata that the server alone writes. */
final class SystemMetadata {
    private static final int LONGEST_GENERATED_BASE = 58;
    private static final List<String> KEPT =
            List.of(
                    "uid",
                    "creationTimestamp",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds",
                    "generation",
                    "generateName");

    private SystemMetadata() {}

    /** RFC 3339 in UTC with whole seconds, as {@code metav1.Time} is written. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static ObjectNode of(ObjectNode object) {
        return object.get("metadata") instanceof ObjectNode metadata
                ? metadata
                : object.putObject("metadata");
    }

    /** Puts a new object in its namespace and gives it identity; returns its key. */
    static ObjectKey begin(
            ObjectNode object, @Nullable String namespace, IdSource ids, Instant now) {
        ObjectNode metadata = of(object);
        if (!Metadata.of(object).resourceVersion().isEmpty()) {
            throw ApiException.badRequest(
                    "resourceVersion should not be set on objects to be created");
        }
        metadata.remove(
                List.of(
                        "resourceVersion",
                        "selfLink",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "generation"));
        place(metadata, namespace);
        String base = Metadata.of(object).name();
        if (base.isEmpty() && metadata.path("generateName").isString()) {
            String prefix = metadata.path("generateName").stringValue();
            if (!prefix.isEmpty()) {
                metadata.put("name", generated(prefix, ids));
            }
        }
        metadata.put("uid", ids.uid());
        metadata.put("creationTimestamp", time(now));
        return new ObjectKey(namespace, Metadata.of(object).name());
    }

    static String generated(String prefix, IdSource ids) {
        String base =
                prefix.length() > LONGEST_GENERATED_BASE
                        ? prefix.substring(0, LONGEST_GENERATED_BASE)
                        : prefix;
        return base + ids.suffix();
    }

    private static void place(ObjectNode metadata, @Nullable String namespace) {
        String given = metadata.path("namespace").asString("");
        if (namespace == null) {
            metadata.remove("namespace");
            return;
        }
        if (!given.isEmpty() && !given.equals(namespace)) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the"
                            + " request");
        }
        metadata.put("namespace", namespace);
    }

    /** Fills what an update may leave out, and refuses an update that is about another object. */
    static void carryOver(GroupResource resource, ObjectKey key, ObjectNode old, ObjectNode next) {
        ObjectNode metadata = of(next);
        String name = Metadata.of(next).name();
        if (!name.isEmpty() && !name.equals(key.name())) {
            throw ApiException.badRequest(
                    "the name of the object ("
                            + name
                            + ") does not match the name on the URL ("
                            + key.name()
                            + ")");
        }
        metadata.put("name", key.name());
        place(metadata, key.namespace());
        checkVersion(resource, key, old, metadata);
        checkUid(resource, key, old, metadata);
        JsonNode before = old.path("metadata");
        for (String field : KEPT) {
            JsonNode value = before.get(field);
            boolean absent = Json.at(metadata, field) == null;
            if (field.equals("generation") || absent) {
                set(metadata, field, value);
            }
        }
        metadata.remove("selfLink");
        metadata.set("resourceVersion", before.path("resourceVersion"));
    }

    private static void set(ObjectNode metadata, String field, @Nullable JsonNode value) {
        if (value == null) {
            metadata.remove(field);
        } else {
            metadata.set(field, value);
        }
    }

    private static void checkVersion(
            GroupResource resource, ObjectKey key, ObjectNode old, ObjectNode metadata) {
        String based = metadata.path("resourceVersion").asString("");
        if (!based.isEmpty()
                && !based.equals("0")
                && !based.equals(Metadata.of(old).resourceVersion())) {
            throw modified(resource, key);
        }
    }

    static ApiException modified(GroupResource resource, ObjectKey key) {
        return ApiException.conflict(
                resource,
                key.name(),
                "the object has been modified; please apply your changes to the latest version and"
                        + " try again");
    }

    private static void checkUid(
            GroupResource resource, ObjectKey key, ObjectNode old, ObjectNode metadata) {
        String given = metadata.path("uid").asString("");
        if (!given.isEmpty() && !given.equals(Metadata.uid(old))) {
            throw ApiException.conflict(
                    resource,
                    key.name(),
                    "Precondition failed: UID in precondition: "
                            + given
                            + ", UID in object meta: "
                            + Metadata.uid(old));
        }
    }

    /** Counts a change of anything but metadata and status. */
    static void countGeneration(@Nullable ObjectNode old, ObjectNode next) {
        if (old == null) {
            of(next).put("generation", 1);
        } else if (desiredStateDiffers(old, next)) {
            putNumber(of(next), "generation", Metadata.of(old).generation() + 1);
        }
    }

    /** As a parsed document has it, so that equal trees are equal. */
    static void putNumber(ObjectNode node, String field, long value) {
        if (value == (int) value) {
            node.put(field, (int) value);
        } else {
            node.put(field, value);
        }
    }

    private static boolean desiredStateDiffers(ObjectNode old, ObjectNode next) {
        return !covers(old, next) || !covers(next, old);
    }

    private static boolean covers(ObjectNode one, ObjectNode other) {
        for (Map.Entry<String, JsonNode> field : one.properties()) {
            if (isDesired(field.getKey())
                    && !Objects.equals(field.getValue(), other.get(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDesired(String field) {
        return !field.equals("metadata")
                && !field.equals("status")
                && !field.equals("apiVersion")
                && !field.equals("kind");
    }
}
