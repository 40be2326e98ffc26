package io.pinisi.federation.drift;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.ClusterValidation;
import io.pinisi.federation.placement.Template;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * One field of one copy.
 *
 * @param path empty where it is about the whole object
 */
public record DriftSlot(String cluster, Template template, String path) {
    private static final int READABLE_MAX = 200;

    /** Reads a DriftRecord. */
    static DriftSlot of(JsonNode record) {
        JsonNode spec = record.path("spec");
        JsonNode resource = spec.path("resource");
        return new DriftSlot(
                spec.path("cluster").asString(""),
                new Template(
                        GroupVersionKind.of(
                                resource.path("apiVersion").asString(""),
                                resource.path("kind").asString("")),
                        new ObjectKey(
                                Json.text(resource, "namespace"),
                                resource.path("name").asString(""))),
                spec.path("path").asString(""));
    }

    /** Beside the object; those of no namespace have their records beside the engine's own. */
    ObjectKey key() {
        String namespace =
                Objects.requireNonNullElse(
                        template.key().namespace(), ClusterValidation.SYSTEM_NAMESPACE);
        String kind = template.kind().kind().toLowerCase(Locale.ROOT);
        String plain = template.key().name().replaceAll("[^a-z0-9.-]", "-");
        String readable = cluster + "." + kind + "." + plain;
        String whole = template.kind().apiVersion() + ' ' + template.key().name() + ' ' + path;
        String start = readable.substring(0, Math.min(READABLE_MAX, readable.length()));
        return ObjectKey.of(namespace, "%s.%08x".formatted(start, whole.hashCode()));
    }
}
