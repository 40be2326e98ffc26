package io.pinisi.cluster.controllers;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Names templates. The hash depends on the template's content alone, not on the order of its
 * fields; a number of collisions so far makes it another one.
 */
public final class TemplateHash {
    public static final String LABEL = "pod-template-hash";
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int FNV_PRIME = 16777619;
    private static final int FNV_BASIS = 0x811c9dc5;

    private TemplateHash() {}

    public static String of(JsonNode template, int collisions) {
        StringBuilder canonical = new StringBuilder();
        write(withoutHash(template), canonical);
        if (collisions > 0) {
            canonical.append('#').append(collisions);
        }
        int hash = FNV_BASIS;
        for (byte b : canonical.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return encode(Integer.toUnsignedString(hash));
    }

    /** Whether two templates make the same pods. */
    public static boolean same(JsonNode a, JsonNode b) {
        return withoutHash(a).equals(withoutHash(b));
    }

    /** Digits become letters that cannot form a word. */
    private static String encode(String digits) {
        StringBuilder encoded = new StringBuilder();
        digits.chars().forEach(c -> encoded.append(ALPHABET.charAt(c % ALPHABET.length())));
        return encoded.toString();
    }

    private static JsonNode withoutHash(JsonNode template) {
        JsonNode copy = template.deepCopy();
        if (copy.get("metadata") instanceof ObjectNode metadata) {
            if (metadata.get("labels") instanceof ObjectNode labels) {
                labels.remove(LABEL);
            }
            metadata.remove("creationTimestamp");
            for (String field : new String[] {"labels", "annotations"}) {
                if (metadata.path(field).isEmpty()) {
                    metadata.remove(field);
                }
            }
        }
        return copy;
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            out.append('{');
            sorted.forEach(
                    (name, value) -> {
                        out.append(name).append(':');
                        write(value, out);
                        out.append(',');
                    });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(
                    element -> {
                        write(element, out);
                        out.append(',');
                    });
            out.append(']');
        } else {
            out.append(node);
        }
    }
}
