package io.pinisi.cluster.machinery.expression.cost;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How large values under a schema can become: what it says itself, or else what fits into the
 * largest request.
 *
 * @param most characters or entries
 * @param fewest bytes that such a value takes when it is written down
 * @param inside fields by name, or what is under {@link #ITEMS}, {@link #VALUES} and {@link #KEYS}
 */
public record SchemaSizes(long most, long fewest, Map<String, SchemaSizes> inside) {
    static final String ITEMS = "@items";
    static final String VALUES = "@values";
    static final String KEYS = "@keys";

    private static final long REQUEST = 3L * 1024 * 1024;
    private static final long LONGEST_TIME = 32;
    private static final long DATE = 12;

    /** A character has up to four bytes. */
    private static final int BYTES = 4;

    private static final SchemaSizes KEY = leaf(0, 2);
    private static final SchemaSizes TEXT = leaf(REQUEST - 2, 2);

    /** What every resource has, declared or not. */
    private static final Map<String, SchemaSizes> OF_RESOURCE =
            Map.of(
                    "apiVersion",
                    TEXT,
                    "kind",
                    TEXT,
                    "metadata",
                    new SchemaSizes(0, 2, Map.of("name", TEXT, "generateName", TEXT)));

    public SchemaSizes {
        inside = Map.copyOf(inside);
    }

    /**
     * @param name how a rule writes the name of a field
     */
    public static SchemaSizes of(JsonNode schema, UnaryOperator<String> name) {
        return new Reader(name).read(schema);
    }

    private static SchemaSizes leaf(long most, long fewest) {
        return new SchemaSizes(most, fewest, Map.of());
    }

    /** How often a value can be in one request at most. */
    public long mostOften() {
        return REQUEST / (fewest + 1);
    }

    Optional<Range> find(List<String> path) {
        SchemaSizes at = this;
        for (String step : path) {
            SchemaSizes next = at.inside.get(step);
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(Range.upTo(at.most));
    }

    private record Reader(UnaryOperator<String> name) {

        SchemaSizes read(JsonNode schema) {
            if (schema.path("x-kubernetes-int-or-string").asBoolean(false)) {
                return leaf(textLimit(schema, REQUEST - 2), 1);
            }
            return switch (schema.path("type").asString("")) {
                case "array" -> list(schema);
                case "object" -> object(schema);
                case "string" -> text(schema);
                case "boolean" -> leaf(0, 4);
                case "integer", "number" -> leaf(0, 1);
                default -> leaf(0, 0);
            };
        }

        private SchemaSizes list(JsonNode schema) {
            SchemaSizes item = read(schema.path("items"));
            long most = limit(schema, "maxItems", (REQUEST - 2) / (item.fewest + 1));
            return new SchemaSizes(most, 2, Map.of(ITEMS, item));
        }

        private SchemaSizes object(JsonNode schema) {
            JsonNode values = schema.path("additionalProperties");
            if (values.isObject()) {
                SchemaSizes value = read(values);
                long most = limit(schema, "maxProperties", (REQUEST - 2) / (value.fewest + 6));
                return new SchemaSizes(most, 2, Map.of(VALUES, value, KEYS, KEY));
            }
            Set<String> required = new HashSet<>();
            schema.path("required").forEach(field -> required.add(field.asString("")));
            Map<String, SchemaSizes> fields = new HashMap<>();
            long fewest = 2;
            for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
                SchemaSizes field = read(property.getValue());
                fields.put(name.apply(property.getKey()), field);
                if (required.contains(property.getKey()) && !property.getValue().has("default")) {
                    fewest += property.getKey().length() + field.fewest + 4;
                }
            }
            if (schema.path("x-kubernetes-embedded-resource").asBoolean(false)) {
                fields.putAll(OF_RESOURCE);
            }
            return new SchemaSizes(0, fewest, fields);
        }

        private static SchemaSizes text(JsonNode schema) {
            return switch (schema.path("format").asString("")) {
                case "byte" -> leaf(limit(schema, "maxLength", REQUEST - 2), 2);
                case "duration" -> leaf(LONGEST_TIME, 3);
                case "date" -> leaf(DATE, DATE);
                case "date-time" -> leaf(LONGEST_TIME, 21);
                default -> leaf(textLimit(schema, longestChoice(schema.path("enum"))), 2);
            };
        }

        private static long longestChoice(JsonNode choices) {
            return choices.valueStream()
                    .mapToLong(choice -> choice.asString("").length())
                    .max()
                    .orElse(REQUEST - 2);
        }

        private static long textLimit(JsonNode schema, long otherwise) {
            return schema.has("maxLength") ? limit(schema, "maxLength", 0) * BYTES : otherwise;
        }

        private static long limit(JsonNode schema, String field, long otherwise) {
            @Nullable JsonNode given = schema.get(field);
            return given == null ? otherwise : Math.max(0, given.asLong(0));
        }
    }
}
