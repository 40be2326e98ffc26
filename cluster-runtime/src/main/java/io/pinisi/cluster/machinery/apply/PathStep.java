package io.pinisi.cluster.machinery.apply;

import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Steps of a path as text, in one canonical spelling so that equal steps are equal texts: {@code
 * f:} a field, {@code k:} the item of a list with these keys, {@code v:} the item of a set, {@code
 * i:} the item at an index.
 */
final class PathStep {
    private PathStep() {}

    static String field(String name) {
        return "f:" + name;
    }

    static String value(JsonNode item) {
        return "v:" + item;
    }

    /** The keys in order of their names. */
    static String key(Map<String, JsonNode> keys) {
        ObjectNode object = Json.object();
        new TreeMap<>(keys).forEach(object::set);
        return "k:" + object;
    }

    /** The one spelling of a step that someone else wrote. */
    static String canonical(String step) {
        if (step.length() < 2 || step.charAt(1) != ':') {
            throw new IllegalArgumentException("missing colon: " + step);
        }
        String rest = step.substring(2);
        return switch (step.charAt(0)) {
            case 'f', 'i' -> step;
            case 'v' -> "v:" + json(rest);
            case 'k' -> {
                Map<String, JsonNode> keys = new TreeMap<>();
                json(rest).properties().forEach(key -> keys.put(key.getKey(), key.getValue()));
                yield key(keys);
            }
            default -> throw new IllegalArgumentException("unknown path element: " + step);
        };
    }

    /** A path as messages show it: {@code .spec.containers[name="a"].image}. */
    static String text(List<String> path) {
        StringBuilder text = new StringBuilder();
        path.forEach(step -> append(step, text));
        return text.toString();
    }

    private static void append(String step, StringBuilder text) {
        String rest = step.substring(2);
        switch (step.charAt(0)) {
            case 'f' -> text.append('.').append(rest);
            case 'v' -> text.append("[=").append(rest).append(']');
            case 'k' -> {
                List<String> keys = new ArrayList<>();
                json(rest).properties().forEach(k -> keys.add(k.getKey() + "=" + k.getValue()));
                text.append('[').append(String.join(",", keys)).append(']');
            }
            default -> text.append('[').append(rest).append(']');
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text.getBytes(StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON: " + text, e);
        }
    }
}
