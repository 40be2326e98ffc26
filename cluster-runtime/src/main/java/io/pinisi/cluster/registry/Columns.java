package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.JsonPath;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.schema.TableColumn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Builds the columns of {@code kubectl get}; {@link #wide()} begins those of {@code -o wide}. */
public final class Columns {
    public static final String NONE = "<none>";
    public static final String UNKNOWN = "<unknown>";

    private final InstantSource clock;
    private final List<TableColumn> columns = new ArrayList<>();
    private int priority;

    public Columns(InstantSource clock) {
        this.clock = clock;
    }

    public Columns name() {
        return name(object -> Metadata.of(object).name());
    }

    /** The name as it is shown, which may say more than the name. */
    public Columns name(Function<ObjectNode, String> shown) {
        columns.add(
                new TableColumn(
                        "Name",
                        "string",
                        "name",
                        "Name must be unique within a namespace.",
                        priority,
                        object -> StringNode.valueOf(shown.apply(object))));
        return this;
    }

    public Columns age() {
        return text("Age", object -> age(Json.text(object, "metadata", "creationTimestamp")));
    }

    public Columns text(String name, Function<ObjectNode, @Nullable String> cell) {
        return add(
                name,
                "string",
                object -> {
                    String value = cell.apply(object);
                    return StringNode.valueOf(value == null ? "" : value);
                });
    }

    public Columns number(String name, Function<ObjectNode, Long> cell) {
        return add(name, "integer", object -> number(cell.apply(object)));
    }

    private static JsonNode number(long value) {
        return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    /** True or false; false where the field is absent. */
    public Columns flag(String name, String... path) {
        return add(name, "boolean", object -> BooleanNode.valueOf(isTrue(object, path)));
    }

    private static boolean isTrue(ObjectNode object, String... path) {
        JsonNode value = Json.at(object, path);
        return value != null && value.asBoolean(false);
    }

    /** When the object was made, for kinds that show no age. */
    public Columns created() {
        return text("Created At", o -> textAt(o, UNKNOWN, "metadata", "creationTimestamp"));
    }

    /** A number at a path of field names, 0 where absent. */
    public Columns number(String name, String... path) {
        return number(name, object -> longAt(object, path));
    }

    private Columns add(String name, String type, Function<ObjectNode, JsonNode> cell) {
        columns.add(new TableColumn(name, type, "", "", priority, cell));
        return this;
    }

    public Columns wide() {
        priority = 1;
        return this;
    }

    /** A column that a custom resource describes; what is not there is an empty cell. */
    public Columns custom(
            String name,
            String type,
            String format,
            String description,
            int shownFrom,
            JsonPath path) {
        columns.add(
                new TableColumn(
                        name,
                        type,
                        format,
                        description,
                        shownFrom,
                        object -> custom(type, path.find(object))));
        return this;
    }

    private JsonNode custom(String type, List<JsonNode> found) {
        if (found.isEmpty() || found.getFirst().isNull()) {
            return NullNode.getInstance();
        }
        JsonNode value = found.getFirst();
        return switch (type) {
            case "integer", "number" -> value.isNumber() ? value : NullNode.getInstance();
            case "boolean" -> value.isBoolean() ? value : NullNode.getInstance();
            case "date" -> StringNode.valueOf(age(value.asString("")));
            default ->
                    found.size() == 1
                            ? StringNode.valueOf(
                                    value.isValueNode() ? value.asString("") : value.toString())
                            : StringNode.valueOf(
                                    found.stream()
                                            .map(item -> item.asString(""))
                                            .collect(Collectors.joining(",")));
        };
    }

    /** Back to the columns that are always shown. */
    public Columns narrow() {
        priority = 0;
        return this;
    }

    public List<TableColumn> list() {
        return List.copyOf(columns);
    }

    /** How long ago a time is, in kubectl's words. */
    public String age(@Nullable String time) {
        if (time == null || time.isEmpty()) {
            return UNKNOWN;
        }
        return HumanDuration.of(Duration.between(Instant.parse(time), clock.instant()));
    }

    public static long longAt(JsonNode object, String... path) {
        JsonNode value = Json.at(object, path);
        return value == null ? 0 : value.asLong(0);
    }

    public static String textAt(JsonNode object, String orElse, String... path) {
        String value = Json.text(object, path);
        return value == null || value.isEmpty() ? orElse : value;
    }

    /** {@code a=1,b=2} in order of key. */
    public static String labels(@Nullable JsonNode map) {
        if (map == null || map.isEmpty()) {
            return NONE;
        }
        return map.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue().asString(""))
                .collect(Collectors.joining(","));
    }
}
