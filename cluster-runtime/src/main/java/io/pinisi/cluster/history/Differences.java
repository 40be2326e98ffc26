package io.pinisi.cluster.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What differs between two states, field by field. Items of a list are told apart by name where all
 * of them have one, as containers do, else by position.
 */
public final class Differences {
    /** Differences of one pair at the most; what is beyond them is not looked at. */
    public static final int LIMIT = 500;

    /**
     * One field.
     *
     * @param path like {@code spec.containers[web].image}
     * @param before null where it was not there
     * @param after null where it is not there
     */
    public record Difference(String path, @Nullable JsonNode before, @Nullable JsonNode after) {}

    private final List<Difference> found = new ArrayList<>();

    private Differences() {}

    public static List<Difference> between(@Nullable JsonNode before, @Nullable JsonNode after) {
        Differences differences = new Differences();
        differences.compare("", before, after);
        return List.copyOf(differences.found);
    }

    private void compare(String path, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (found.size() >= LIMIT) {
            return;
        }
        if (before instanceof ObjectNode was && after instanceof ObjectNode is) {
            fields(path, was, is);
        } else if (before instanceof ArrayNode was && after instanceof ArrayNode is) {
            items(path, was, is);
        } else if (before == null ? after != null : !before.equals(after)) {
            found.add(new Difference(path, before, after));
        }
    }

    private void fields(String path, ObjectNode before, ObjectNode after) {
        Set<String> names = new LinkedHashSet<>(before.propertyNames());
        names.addAll(after.propertyNames());
        for (String name : names) {
            compare(field(path, name), before.get(name), after.get(name));
        }
    }

    private static String field(String path, String name) {
        if (name.indexOf('.') >= 0 || name.indexOf('/') >= 0) {
            return path + "[" + name + "]";
        }
        return path.isEmpty() ? name : path + "." + name;
    }

    private void items(String path, ArrayNode before, ArrayNode after) {
        String key = keyOf(before, after);
        if (key == null) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(path + "[" + i + "]", before.get(i), after.get(i));
            }
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        before.forEach(item -> names.add(item.path(key).asString("")));
        after.forEach(item -> names.add(item.path(key).asString("")));
        for (String name : names) {
            compare(path + "[" + name + "]", named(before, key, name), named(after, key, name));
        }
    }

    private static @Nullable String keyOf(ArrayNode before, ArrayNode after) {
        for (String key : List.of("name", "type")) {
            if (isKey(before, key) && isKey(after, key)) {
                return key;
            }
        }
        return null;
    }

    private static boolean isKey(ArrayNode items, String key) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode item : items) {
            if (!item.path(key).isString() || !names.add(item.path(key).asString(""))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JsonNode named(ArrayNode items, String key, String name) {
        for (JsonNode item : items) {
            if (item.path(key).asString("").equals(name)) {
                return item;
            }
        }
        return null;
    }
}
