package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.NameRule;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What config maps and secrets have in common: keys, a size, and immutability. */
public final class DataRules {
    public static final int MAX_BYTES = 1024 * 1024;

    private DataRules() {}

    /** Faults of the keys below a field. */
    public static void checkKeys(ObjectNode object, String field, Faults faults) {
        for (Map.Entry<String, JsonNode> entry : object.path(field).properties()) {
            String key = entry.getKey();
            NameRule.DATA_KEY
                    .faults(key)
                    .forEach(fault -> faults.invalid(field + "[" + key + "]", key, fault));
        }
    }

    /** Bytes of the values below a field that are text. */
    public static long textBytes(ObjectNode object, String field) {
        long total = 0;
        for (JsonNode value : object.path(field)) {
            total += value.asString("").getBytes(StandardCharsets.UTF_8).length;
        }
        return total;
    }

    /** Bytes of the values below a field that are base64. */
    public static long decodedBytes(ObjectNode object, String field) {
        long total = 0;
        for (JsonNode value : object.path(field)) {
            String text = value.asString("");
            int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
            total += text.length() / 4L * 3 - padding;
        }
        return total;
    }

    /** What is marked immutable keeps its mark and its data. */
    public static void checkImmutable(
            @Nullable ObjectNode old, ObjectNode next, Faults faults, String... fields) {
        if (old == null || !isImmutable(old)) {
            return;
        }
        if (!isImmutable(next)) {
            faults.forbidden("immutable", "field is immutable when `immutable` is set");
        }
        for (String field : fields) {
            if (!Objects.equals(old.get(field), next.get(field))) {
                faults.forbidden(field, "field is immutable when `immutable` is set");
            }
        }
    }

    private static boolean isImmutable(ObjectNode object) {
        JsonNode immutable = Json.at(object, "immutable");
        return immutable != null && immutable.asBoolean(false);
    }
}
