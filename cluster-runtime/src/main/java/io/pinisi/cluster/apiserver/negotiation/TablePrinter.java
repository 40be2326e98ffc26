package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.schema.TableColumn;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Builds {@code meta.k8s.io Table}s: what {@code kubectl get} prints. */
final class TablePrinter {
    private static final List<TableColumn> NAME_AND_CREATION =
            List.of(
                    new TableColumn(
                            "Name",
                            "string",
                            "name",
                            "Name must be unique within a namespace.",
                            0,
                            o -> text(o, "name")),
                    new TableColumn(
                            "Created At",
                            "date",
                            "",
                            "When the object was created.",
                            0,
                            o -> text(o, "creationTimestamp")));

    private final List<TableColumn> columns;
    private final String metaVersion;
    private final Included included;

    /** What of each object a row carries besides its cells. */
    enum Included {
        NONE,
        METADATA,
        OBJECT;

        static Included of(String parameter) {
            return switch (parameter) {
                case "", "Metadata" -> METADATA;
                case "None" -> NONE;
                case "Object" -> OBJECT;
                default ->
                        throw ApiException.badRequest(
                                "unrecognized includeObject value: " + parameter);
            };
        }
    }

    TablePrinter(List<TableColumn> columns, String metaVersion, Included included) {
        this.columns = columns.isEmpty() ? NAME_AND_CREATION : columns;
        this.metaVersion = metaVersion;
        this.included = included;
    }

    /** A table with its head; rows are added to {@code rows}. */
    ObjectNode table(ObjectNode listMetadata) {
        ObjectNode table = headless(listMetadata);
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (TableColumn column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.format())
                    .put("description", column.description())
                    .put("priority", column.priority());
        }
        table.putArray("rows");
        return table;
    }

    /** The later events of a watch repeat no column definitions. */
    ObjectNode headless(ObjectNode listMetadata) {
        ObjectNode table = Json.object();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/" + metaVersion);
        table.set("metadata", listMetadata);
        table.putNull("columnDefinitions");
        table.putArray("rows");
        return table;
    }

    void addRow(ObjectNode table, ObjectNode object) {
        ObjectNode row = ((ArrayNode) table.get("rows")).addObject();
        ArrayNode cells = row.putArray("cells");
        for (TableColumn column : columns) {
            cells.add(column.cell().apply(object));
        }
        switch (included) {
            case NONE -> {}
            case METADATA -> row.set("object", metadataOnly(object, metaVersion));
            case OBJECT -> row.set("object", object);
        }
    }

    static ObjectNode metadataOnly(ObjectNode object, String metaVersion) {
        ObjectNode partial = Json.object();
        partial.put("kind", "PartialObjectMetadata");
        partial.put("apiVersion", "meta.k8s.io/" + metaVersion);
        partial.set("metadata", object.path("metadata"));
        return partial;
    }

    private static tools.jackson.databind.JsonNode text(ObjectNode object, String field) {
        String text = Json.text(object, "metadata", field);
        return text == null ? NullNode.instance : StringNode.valueOf(text);
    }
}
