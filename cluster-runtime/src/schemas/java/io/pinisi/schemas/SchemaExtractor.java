package io.pinisi.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Build step: writes the schemas of every built-in type, in OpenAPI's words, into one JSON
 * resource. Arguments: the client's jar, the folder of the tables, the resource to write. Does
 * nothing where the resource is newer than all it is made of.
 */
final class SchemaExtractor {
    private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    private static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

    private final TypeNames names;
    private final SettingsTable tables;

    private SchemaExtractor(TypeNames names, SettingsTable tables) {
        this.names = names;
        this.tables = tables;
    }

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path tables = Path.of(arguments[1]);
        Path target = Path.of(arguments[2]);
        if (isFresh(target, jar, tables.getParent())) {
            return;
        }
        try (ModelJar models = new ModelJar(jar.toString())) {
            TypeNames names = new TypeNames(models);
            SchemaExtractor extractor = new SchemaExtractor(names, SettingsTable.read(tables));
            Files.createDirectories(target.getParent());
            Files.write(target, extractor.lines());
        }
    }

    private static boolean isFresh(Path target, Path jar, Path sources) throws IOException {
        if (!Files.exists(target)) {
            return false;
        }
        long made = Files.getLastModifiedTime(target).toMillis();
        List<Path> inputs = new ArrayList<>(List.of(jar));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(Files::isRegularFile).forEach(inputs::add);
        }
        for (Path input : inputs) {
            if (Files.getLastModifiedTime(input).toMillis() > made) {
                return false;
            }
        }
        return true;
    }

    /** One line per type: its name, its kind (or nothing) and its schema, between tabs. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        names.types()
                .forEach(
                        (name, model) -> {
                            TypeNames.Kind kind = names.kindOf(model.className());
                            String served =
                                    kind == null
                                            ? ""
                                            : String.join(
                                                    "/", kind.group(), kind.version(), kind.kind());
                            lines.add(line(name, served, type(name, model)));
                        });
        lines.add(line(QUANTITY, "", Map.of("type", "string", "format", "quantity")));
        lines.add(
                line(
                        INT_OR_STRING,
                        "",
                        Map.of("x-kubernetes-int-or-string", true, "format", "int-or-string")));
        tables.requireAllTaken();
        return lines;
    }

    private static String line(String name, String kind, Map<String, Object> schema) {
        return String.join("\t", name, kind, JsonText.of(schema));
    }

    private Map<String, Object> type(String name, ModelJar.Model model) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        if (!model.description().isEmpty()) {
            schema.put("description", model.description());
        }
        TypeNames.Kind kind = names.kindOf(model.className());
        Map<String, Object> properties = new TreeMap<>();
        List<String> required = new ArrayList<>();
        for (ModelJar.Field field : model.fields()) {
            properties.put(field.name(), property(name, field, kind != null));
            if (field.required()) {
                required.add(field.name());
            }
        }
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (kind != null) {
            schema.put(
                    "x-kubernetes-group-version-kind",
                    List.of(
                            new TreeMap<>(
                                    Map.of(
                                            "group", kind.group(),
                                            "version", kind.version(),
                                            "kind", kind.kind()))));
        }
        schema.putAll(tables.take(name, ""));
        return schema;
    }

    private Map<String, Object> property(String type, ModelJar.Field field, boolean ofKind) {
        Map<String, Object> schema = new LinkedHashMap<>(shape(field.type()));
        if (!field.description().isEmpty()) {
            schema.put("description", field.description());
        }
        boolean alwaysThere = field.name().matches("metadata|spec|status");
        if (ofKind && alwaysThere && schema.containsKey("$ref")) {
            schema.put("default", new SettingsTable.Raw("{}"));
            schema.put("x-struct", true);
        }
        schema.putAll(tables.take(type, field.name()));
        return schema;
    }

    private Map<String, Object> shape(String signature) {
        if (signature.startsWith("Ljava/util/List<")) {
            return Map.of("type", "array", "items", shape(argument(signature, "List<")));
        }
        if (signature.startsWith("Ljava/util/Map<Ljava/lang/String;")) {
            String value = argument(signature, "Map<Ljava/lang/String;");
            return Map.of("type", "object", "additionalProperties", shape(value));
        }
        return switch (signature) {
            case "Ljava/lang/String;" -> Map.of("type", "string");
            case "Ljava/lang/Boolean;" -> Map.of("type", "boolean");
            case "Ljava/lang/Integer;" -> Map.of("type", "integer", "format", "int32");
            case "Ljava/lang/Long;" -> Map.of("type", "integer", "format", "int64");
            case "Ljava/lang/Double;" -> Map.of("type", "number", "format", "double");
            case "[B" -> Map.of("type", "string", "format", "byte");
            case "Ljava/time/OffsetDateTime;" -> Map.of("type", "string", "format", "date-time");
            case "Ljava/lang/Object;" ->
                    Map.of(
                            "x-kubernetes-preserve-unknown-fields",
                            true,
                            "x-kubernetes-map-type",
                            "atomic");
            case "Lio/kubernetes/client/custom/Quantity;" -> Map.of("$ref", QUANTITY);
            case "Lio/kubernetes/client/custom/IntOrString;" -> Map.of("$ref", INT_OR_STRING);
            default -> {
                List<String> models = TypeNames.modelsIn(signature);
                if (models.size() != 1) {
                    throw new IllegalStateException("unknown type " + signature);
                }
                yield Map.of("$ref", names.nameOf(models.getFirst()));
            }
        };
    }

    /** What stands between {@code List<} (or {@code Map<…}) and the closing {@code >;}. */
    private static String argument(String signature, String opening) {
        int start = signature.indexOf(opening) + opening.length();
        return signature.substring(start, signature.length() - 2);
    }
}
