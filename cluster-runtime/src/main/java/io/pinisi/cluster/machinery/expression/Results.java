package io.pinisi.cluster.machinery.expression;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What rules have written out, as JSON. */
public final class Results {
    private Results() {}

    /**
     * What an {@code Object} says.
     *
     * @throws IllegalArgumentException where it is none, or a part is at another place than its
     *     type
     */
    public static ObjectNode object(Object result) {
        if (result instanceof ObjectValue value) {
            checkPlace(value, ObjectValue.ROOT);
            return fields(value.fields());
        }
        throw new IllegalArgumentException("must evaluate to Object");
    }

    /**
     * The operations of a list of {@code JSONPatch}.
     *
     * @throws IllegalArgumentException where it is none
     */
    public static ArrayNode patch(Object result) {
        if (!(result instanceof List<?> operations)) {
            throw new IllegalArgumentException("must evaluate to list(JSONPatch)");
        }
        ArrayNode patch = Json.mapper().createArrayNode();
        for (Object operation : operations) {
            if (!(operation instanceof ObjectValue value)) {
                throw new IllegalArgumentException("must evaluate to list(JSONPatch)");
            }
            patch.add(fields(value.fields()));
        }
        return patch;
    }

    private static void checkPlace(Object value, String place) {
        switch (value) {
            case ObjectValue object -> {
                if (!object.type().equals(place)) {
                    throw new IllegalArgumentException(
                            "unexpected type name \"%s\", expected \"%s\", which matches field name path from root Object type"
                                    .formatted(object.type(), place));
                }
                object.fields().forEach((name, inner) -> checkPlace(inner, place + "." + name));
            }
            case List<?> list -> list.forEach(item -> checkPlace(item, place));
            case Optional<?> optional -> optional.ifPresent(inner -> checkPlace(inner, place));
            default -> {}
        }
    }

    private static ObjectNode fields(Map<?, ?> map) {
        ObjectNode object = Json.object();
        map.forEach(
                (name, value) -> {
                    if (!(value instanceof Optional<?> optional) || optional.isPresent()) {
                        object.set(String.valueOf(name), tree(value));
                    }
                });
        return object;
    }

    private static JsonNode tree(Object value) {
        return switch (value) {
            case ObjectValue object -> fields(object.fields());
            case Map<?, ?> map -> fields(map);
            case List<?> list -> {
                ArrayNode array = Json.mapper().createArrayNode();
                list.forEach(item -> array.add(tree(item)));
                yield array;
            }
            case Optional<?> optional ->
                    optional.<JsonNode>map(Results::tree).orElseGet(() -> Json.mapper().nullNode());
            case NullValue _ -> Json.mapper().nullNode();
            case CelByteString bytes ->
                    text(Base64.getEncoder().encodeToString(bytes.toByteArray()));
            case Instant instant -> text(instant.toString());
            case Duration span -> text(GoDuration.text(span));
            case String text -> text(text);
            case Boolean flag -> Json.mapper().getNodeFactory().booleanNode(flag);
            case Double number -> Json.mapper().getNodeFactory().numberNode(number);
            case Number number -> Json.mapper().getNodeFactory().numberNode(number.longValue());
            default -> text(value.toString());
        };
    }

    private static JsonNode text(String text) {
        return Json.mapper().getNodeFactory().stringNode(text);
    }
}
