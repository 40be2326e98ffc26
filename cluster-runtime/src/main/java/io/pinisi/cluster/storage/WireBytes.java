package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two forms of an object's bytes. On disk {@code metadata} is the first object of the document
 * and has no resourceVersion, because the revision is only known once it is written; on the wire
 * the revision stands as metadata's first field. So one copy turns one form into the other and
 * nothing is parsed.
 */
final class WireBytes {
    private static final byte[] METADATA = "\"metadata\":{".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VERSION = "\"resourceVersion\":\"".getBytes(StandardCharsets.UTF_8);

    private WireBytes() {}

    /** The form for the disk. */
    static byte[] value(ObjectNode object) {
        ObjectNode ordered = Json.object();
        for (String first : new String[] {"apiVersion", "kind", "metadata"}) {
            JsonNode field = object.get(first);
            if (field != null) {
                ordered.set(first, first.equals("metadata") ? withoutVersion(field) : field);
            }
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!ordered.has(field.getKey())) {
                ordered.set(field.getKey(), field.getValue());
            }
        }
        return Json.bytes(ordered);
    }

    private static JsonNode withoutVersion(JsonNode metadata) {
        ObjectNode copy = Json.object();
        for (Map.Entry<String, JsonNode> field : metadata.properties()) {
            if (!field.getKey().equals("resourceVersion")) {
                copy.set(field.getKey(), field.getValue());
            }
        }
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("an object without metadata cannot be stored");
        }
        return copy;
    }

    /** The form for the wire. */
    static byte[] stamped(byte[] value, long revision) {
        int cut = endOf(METADATA, value, 0);
        byte[] version =
                ("\"resourceVersion\":\"" + revision + "\",").getBytes(StandardCharsets.UTF_8);
        return splice(value, cut, cut, version);
    }

    /** Wire bytes under another revision: the last state of an object that went out of view. */
    static byte[] restamped(byte[] wire, long revision) {
        int from = endOf(VERSION, wire, endOf(METADATA, wire, 0));
        int to = from;
        while (wire[to] != '"') {
            to++;
        }
        return splice(wire, from, to, Long.toString(revision).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] splice(byte[] source, int from, int to, byte[] middle) {
        byte[] result = new byte[source.length - (to - from) + middle.length];
        System.arraycopy(source, 0, result, 0, from);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(source, to, result, from + middle.length, source.length - to);
        return result;
    }

    private static int endOf(byte[] pattern, byte[] bytes, int start) {
        for (int i = start; i <= bytes.length - pattern.length; i++) {
            if (bytes[i] == pattern[0]
                    && Arrays.equals(bytes, i, i + pattern.length, pattern, 0, pattern.length)) {
                return i + pattern.length;
            }
        }
        throw new IllegalStateException("stored bytes without metadata");
    }
}
