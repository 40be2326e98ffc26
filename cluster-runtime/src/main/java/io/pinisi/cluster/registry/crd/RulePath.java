package io.pinisi.cluster.registry.crd;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The field that a rule wants its fault told at ({@code fieldPath}): names after dots or, quoted,
 * in brackets, each declared by the schema.
 */
final class RulePath {
    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[\\]]+)|\\['((?:[^'\\\\]|\\\\.)*)'\\]");

    private RulePath() {}

    /**
     * As paths of faults are written.
     *
     * @throws IllegalArgumentException that says why there is no such field
     */
    static String of(String text, JsonNode schema) {
        StringBuilder path = new StringBuilder();
        Matcher matcher = STEP.matcher(text);
        JsonNode at = schema;
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw refused(text.substring(end));
            }
            end = matcher.end();
            String name = matcher.group(1);
            at = step(at, name == null ? unquoted(matcher.group(2)) : name, path);
        }
        return path.toString();
    }

    private static JsonNode step(JsonNode schema, String name, StringBuilder path) {
        boolean map = !schema.has("properties") && schema.path("additionalProperties").isObject();
        JsonNode next =
                map ? schema.path("additionalProperties") : schema.path("properties").path(name);
        if (!next.isObject()) {
            throw new IllegalArgumentException("does not refer to a valid field");
        }
        if (map) {
            path.append('[').append(name).append(']');
        } else {
            path.append(path.isEmpty() ? "" : ".").append(name);
        }
        return next;
    }

    private static String unquoted(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }

    private static IllegalArgumentException refused(String rest) {
        if (rest.startsWith("[")) {
            String inside = rest.substring(1).split("[.\\]\\[]", 2)[0];
            return new IllegalArgumentException(
                    inside.isEmpty()
                            ? "unexpected end of JSON path"
                            : "expected single quoted string but got " + inside);
        }
        return new IllegalArgumentException(
                rest.equals(".")
                        ? "unexpected end of JSON path"
                        : "expected [ or . but got: " + rest.split("[.\\[]", 2)[0]);
    }
}
