package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.StatusObject;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.TableColumn;
import io.pinisi.cluster.registry.ObjectList;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.WatchEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes objects, lists and events of one resource in the form that one request asked for. */
public final class Rendering {
    private static final byte[] COMMA = {','};
    private static final byte[] LIST_END = {']', '}'};
    private static final byte[] EVENT_END = {'}', '\n'};

    private final ResourceDefinition definition;
    private final ResourceDefinition.Version version;
    private final Accepted accepted;
    private final TablePrinter tables;
    private boolean headSent;

    public Rendering(
            ResourceDefinition definition,
            ResourceDefinition.Version version,
            List<TableColumn> columns,
            Accepted accepted,
            String includeObject) {
        this.definition = definition;
        this.version = version;
        this.accepted = accepted;
        this.tables =
                new TablePrinter(
                        columns, accepted.metaVersion(), TablePrinter.Included.of(includeObject));
    }

    /** Whether objects of this kind and lists of them have a protobuf form. */
    public static boolean hasProtobuf(
            ResourceDefinition definition, ResourceDefinition.Version version) {
        return Protobuf.ENCODER.knows(definition.kindIn(version));
    }

    /** A single object, from the bytes of the storage version. */
    public ApiResponse object(int status, byte[] json) {
        if (passesThrough()) {
            return ApiResponse.json(status, json);
        }
        ObjectNode tree = Json.parse(json);
        if ("Status".equals(Json.text(tree, "kind"))) {
            return encoded(status, tree);
        }
        convert(tree);
        return switch (accepted.form()) {
            case OBJECT -> encoded(status, tree);
            case METADATA ->
                    encoded(status, TablePrinter.metadataOnly(tree, accepted.metaVersion()));
            case TABLE -> {
                ObjectNode metadata = Json.object();
                metadata.put(
                        "resourceVersion",
                        tree.path("metadata").path("resourceVersion").asString(""));
                ObjectNode table = tables.table(metadata);
                tables.addRow(table, tree);
                yield encoded(status, table);
            }
        };
    }

    /** A page of objects. */
    public ApiResponse list(ObjectList list) {
        ObjectNode metadata = listMetadata(list);
        if (passesThrough()) {
            return ApiResponse.of(200, ApiResponse.JSON, joined(list, metadata));
        }
        return switch (accepted.form()) {
            case OBJECT -> list(list, metadata, definition.listKind(), apiVersion());
            case METADATA ->
                    list(
                            list,
                            metadata,
                            "PartialObjectMetadataList",
                            "meta.k8s.io/" + accepted.metaVersion());
            case TABLE -> {
                ObjectNode table = tables.table(metadata);
                for (ApiObject item : list.items()) {
                    tables.addRow(table, converted(item));
                }
                yield encoded(200, table);
            }
        };
    }

    /** The content type of a watch. */
    public String watchType() {
        return accepted.encoding() == Accepted.Encoding.PROTOBUF
                ? accepted.encoding().mediaType() + ";stream=watch"
                : ApiResponse.JSON;
    }

    /** One event as a line of the watch, or as a frame with its length before it. */
    public byte[] event(WatchEvent event) {
        return switch (event) {
            case WatchEvent.Added added -> line("ADDED", added.object());
            case WatchEvent.Modified modified -> line("MODIFIED", modified.object());
            case WatchEvent.Deleted deleted -> line("DELETED", deleted.object());
            case WatchEvent.Bookmark bookmark -> line("BOOKMARK", bookmark(bookmark));
            case WatchEvent.Expired expired ->
                    line(
                            "ERROR",
                            StatusObject.of(new ApiException(Reason.EXPIRED, expired.message())));
        };
    }

    private byte[] line(String type, ApiObject object) {
        if (passesThrough()) {
            return line(type, object.json());
        }
        ObjectNode tree = converted(object);
        return switch (accepted.form()) {
            case OBJECT -> line(type, tree);
            case METADATA -> line(type, TablePrinter.metadataOnly(tree, accepted.metaVersion()));
            case TABLE -> {
                ObjectNode metadata = Json.object();
                metadata.put("resourceVersion", Long.toString(object.revision()));
                ObjectNode table = tableOfEvent(metadata);
                tables.addRow(table, tree);
                yield line(type, table);
            }
        };
    }

    private ObjectNode tableOfEvent(ObjectNode metadata) {
        if (headSent) {
            return tables.headless(metadata);
        }
        headSent = true;
        return tables.table(metadata);
    }

    private byte[] line(String type, ObjectNode object) {
        return accepted.encoding() == Accepted.Encoding.PROTOBUF
                ? Protobuf.ENCODER.frame(type, object)
                : line(type, Json.bytes(object));
    }

    private static byte[] line(String type, byte[] object) {
        byte[] head = ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.UTF_8);
        byte[] line = new byte[head.length + object.length + EVENT_END.length];
        System.arraycopy(head, 0, line, 0, head.length);
        System.arraycopy(object, 0, line, head.length, object.length);
        System.arraycopy(EVENT_END, 0, line, head.length + object.length, EVENT_END.length);
        return line;
    }

    private ObjectNode bookmark(WatchEvent.Bookmark bookmark) {
        ObjectNode object = Json.object();
        switch (accepted.form()) {
            case OBJECT -> object.put("kind", definition.kind()).put("apiVersion", apiVersion());
            case METADATA ->
                    object.put("kind", "PartialObjectMetadata")
                            .put("apiVersion", "meta.k8s.io/" + accepted.metaVersion());
            case TABLE -> {
                ObjectNode metadata = Json.object();
                metadata.put("resourceVersion", Long.toString(bookmark.revision()));
                return tableOfEvent(metadata);
            }
        }
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(bookmark.revision()));
        metadata.putNull("creationTimestamp");
        if (bookmark.endOfInitialEvents()) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return object;
    }

    private boolean passesThrough() {
        return accepted.isStoredForm() && version.storage();
    }

    private String apiVersion() {
        return definition.kindIn(version).apiVersion();
    }

    private static ObjectNode listMetadata(ObjectList list) {
        ObjectNode metadata = Json.object();
        metadata.put("resourceVersion", Long.toString(list.revision()));
        if (!list.continueToken().isEmpty()) {
            metadata.put("continue", list.continueToken());
            if (list.remaining() > 0) {
                metadata.put("remainingItemCount", list.remaining());
            }
        }
        return metadata;
    }

    private List<byte[]> joined(ObjectList list, ObjectNode metadata) {
        ObjectNode head = Json.object();
        head.put("kind", definition.listKind()).put("apiVersion", apiVersion());
        head.set("metadata", metadata);
        String text = head.toString();
        List<byte[]> parts = new ArrayList<>(list.items().size() * 2 + 2);
        parts.add(
                (text.substring(0, text.length() - 1) + ",\"items\":[")
                        .getBytes(StandardCharsets.UTF_8));
        boolean first = true;
        for (ApiObject item : list.items()) {
            if (!first) {
                parts.add(COMMA);
            }
            parts.add(item.json());
            first = false;
        }
        parts.add(LIST_END);
        return parts;
    }

    private ApiResponse list(ObjectList list, ObjectNode metadata, String kind, String apiVersion) {
        Iterable<ObjectNode> items = () -> list.items().stream().map(this::item).iterator();
        if (accepted.encoding() == Accepted.Encoding.PROTOBUF) {
            return ApiResponse.of(
                    200,
                    accepted.encoding().mediaType(),
                    Protobuf.ENCODER.list(apiVersion, kind, metadata, items));
        }
        ObjectNode tree = Json.object();
        tree.put("kind", kind).put("apiVersion", apiVersion);
        tree.set("metadata", metadata);
        ArrayNode array = tree.putArray("items");
        items.forEach(array::add);
        return encoded(200, tree);
    }

    private ObjectNode item(ApiObject item) {
        ObjectNode object = converted(item);
        return accepted.form() == Accepted.Form.METADATA
                ? TablePrinter.metadataOnly(object, accepted.metaVersion())
                : object;
    }

    private ObjectNode converted(ApiObject object) {
        ObjectNode tree = object.tree();
        convert(tree);
        return tree;
    }

    private void convert(ObjectNode tree) {
        if (!version.storage() && definition.kind().equals(Json.text(tree, "kind"))) {
            definition.fromStorage(version, tree);
        }
    }

    private ApiResponse encoded(int status, JsonNode tree) {
        return Encoder.encode(status, tree, accepted.encoding());
    }
}
