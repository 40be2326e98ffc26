package io.pinisi.cluster.machinery.expression;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON as the values that rules work on, each of the type that its schema declares. */
public final class SchemaValues {
    private SchemaValues() {}

    /** An absent tree is CEL's null; a field that is null is as good as absent. */
    public static Object of(@Nullable JsonNode tree, JsonNode schema) {
        if (tree == null || tree.isNull() || tree.isMissingNode()) {
            return NullValue.NULL_VALUE;
        }
        if (tree.isObject()) {
            return object(tree, schema);
        }
        if (tree.isArray()) {
            List<Object> list = new ArrayList<>();
            tree.forEach(item -> list.add(of(item, schema.path("items"))));
            return list;
        }
        if (tree.isNumber() && schema.path("type").asString("").equals("number")) {
            return tree.asDouble();
        }
        return tree.isString()
                ? text(tree.stringValue(), schema.path("format").asString(""))
                : Values.of(tree);
    }

    private static Object object(JsonNode tree, JsonNode schema) {
        JsonNode values = schema.path("additionalProperties");
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            JsonNode property = schema.path("properties").path(field.getKey());
            boolean declared = property.isObject() || !values.isObject();
            String name =
                    declared
                            ? FieldNames.escaped(field.getKey()).orElse(field.getKey())
                            : field.getKey();
            if (!field.getValue().isNull()) {
                map.put(name, of(field.getValue(), property.isObject() ? property : values));
            }
        }
        return map;
    }

    /** Text that is not of its format stays text; the schema's own rules are about to refuse it. */
    private static Object text(String text, String format) {
        try {
            return switch (format) {
                case "date-time" -> instant(text);
                case "date" -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
                case "duration" -> GoDuration.parse(text);
                case "byte" -> CelByteString.of(Base64.getDecoder().decode(text));
                default -> text;
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            return text;
        }
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
