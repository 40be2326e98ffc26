package io.pinisi.cluster.apiserver.openapi;

import io.pinisi.cluster.apiserver.discovery.ServedGroups.Served;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the paths of a resource: which operations there are, with which parameters. */
final class PathWriter {
    private static final List<String> WRITE = List.of("dryRun", "fieldManager", "fieldValidation");
    private static final List<String> LIST =
            List.of(
                    "allowWatchBookmarks",
                    "continue",
                    "fieldSelector",
                    "labelSelector",
                    "limit",
                    "resourceVersion",
                    "resourceVersionMatch",
                    "sendInitialEvents",
                    "timeoutSeconds",
                    "watch");
    private static final List<String> DELETE =
            List.of("dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy");
    private static final Set<String> INTEGERS =
            Set.of("limit", "timeoutSeconds", "gracePeriodSeconds");
    private static final Set<String> FLAGS =
            Set.of(
                    "allowWatchBookmarks",
                    "force",
                    "orphanDependents",
                    "sendInitialEvents",
                    "watch");

    /** Strategic merge is for built-in kinds only; clients look here for it. */
    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    private static final List<String> PATCH_TYPES =
            List.of(
                    "application/apply-patch+yaml",
                    "application/json-patch+json",
                    "application/merge-patch+json");

    private final Dialect dialect;
    private final ObjectNode paths = Json.object();

    /** Of the resource that is being written. */
    private List<String> patchTypes = PATCH_TYPES;

    PathWriter(Dialect dialect) {
        this.dialect = dialect;
    }

    ObjectNode paths() {
        return paths;
    }

    /** One operation: what it is called, what it is about, what travels. */
    private record Operation(
            String action, GroupVersionKind kind, String type, List<String> parameters) {}

    void add(Served served, String itemType, String listType) {
        ResourceDefinition definition = served.definition();
        GroupVersionKind kind = definition.kindIn(served.version());
        String base =
                (kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/") + kind.version();
        boolean builtIn = served.version().schema().ref() != null;
        patchTypes =
                builtIn
                        ? Stream.concat(PATCH_TYPES.stream(), Stream.of(STRATEGIC)).toList()
                        : PATCH_TYPES;
        String resource = definition.resource().resource();
        String collection =
                base + (definition.namespaced() ? "/namespaces/{namespace}/" : "/") + resource;
        if (definition.namespaced() && definition.verbs().contains("list")) {
            ObjectNode all = path(base + "/" + resource, false, false);
            operation(all, "get", new Operation("list", kind, listType, LIST));
        }
        addCollection(definition, kind, collection, itemType, listType);
        addItem(definition, kind, collection + "/{name}", itemType);
        for (ResourceDefinition.Subresource sub : definition.subresources()) {
            addSubresource(
                    definition,
                    sub,
                    definition.kindIn(served.version(), sub),
                    collection + "/{name}/" + sub.name());
        }
    }

    private void addCollection(
            ResourceDefinition definition,
            GroupVersionKind kind,
            String collection,
            String itemType,
            String listType) {
        Set<String> verbs = definition.verbs();
        ObjectNode path = path(collection, definition.namespaced(), false);
        if (verbs.contains("list")) {
            operation(path, "get", new Operation("list", kind, listType, LIST));
        }
        if (verbs.contains("create")) {
            operation(path, "post", new Operation("post", kind, itemType, WRITE));
        }
        if (verbs.contains("deletecollection")) {
            operation(path, "delete", new Operation("deletecollection", kind, "", DELETE));
        }
    }

    private void addItem(
            ResourceDefinition definition, GroupVersionKind kind, String item, String type) {
        Set<String> verbs = definition.verbs();
        if (!verbs.contains("get") && !verbs.contains("delete")) {
            return;
        }
        ObjectNode path = path(item, definition.namespaced(), true);
        if (verbs.contains("get")) {
            operation(path, "get", new Operation("get", kind, type, List.of()));
        }
        if (verbs.contains("update")) {
            operation(path, "put", new Operation("put", kind, type, WRITE));
        }
        if (verbs.contains("patch")) {
            operation(path, "patch", new Operation("patch", kind, type, withForce()));
        }
        if (verbs.contains("delete")) {
            operation(path, "delete", new Operation("delete", kind, "", DELETE));
        }
    }

    private void addSubresource(
            ResourceDefinition definition,
            ResourceDefinition.Subresource sub,
            GroupVersionKind kind,
            String at) {
        ObjectNode path = path(at, definition.namespaced(), true);
        Map<String, String> methods =
                Map.of("get", "get", "create", "post", "update", "put", "patch", "patch");
        for (String verb : List.of("get", "create", "update", "patch")) {
            if (sub.verbs().contains(verb)) {
                String method = methods.getOrDefault(verb, verb);
                List<String> parameters =
                        verb.equals("get") ? List.of() : verb.equals("patch") ? withForce() : WRITE;
                operation(path, method, new Operation(method, kind, "", parameters));
            }
        }
    }

    private static List<String> withForce() {
        return List.of("dryRun", "fieldManager", "fieldValidation", "force");
    }

    private ObjectNode path(String path, boolean namespaced, boolean named) {
        ObjectNode node = paths.putObject(path);
        ArrayNode parameters = node.putArray("parameters");
        if (named) {
            parameters.add(parameter("name", "path", "string").put("required", true));
        }
        if (namespaced) {
            parameters.add(parameter("namespace", "path", "string").put("required", true));
        }
        return node;
    }

    private void operation(ObjectNode path, String method, Operation operation) {
        ObjectNode node = path.putObject(method);
        ArrayNode parameters = node.putArray("parameters");
        for (String name : operation.parameters()) {
            String type =
                    INTEGERS.contains(name)
                            ? "integer"
                            : FLAGS.contains(name) ? "boolean" : "string";
            parameters.add(parameter(name, "query", type));
        }
        if (method.equals("patch")) {
            body(node, parameters, patchTypes, "");
        }
        if (method.equals("post") || method.equals("put")) {
            body(node, parameters, List.of("application/json"), operation.type());
        }
        responses(node, method, operation.type());
        node.put("x-kubernetes-action", operation.action());
        node.putObject("x-kubernetes-group-version-kind")
                .put("group", operation.kind().group())
                .put("version", operation.kind().version())
                .put("kind", operation.kind().kind());
    }

    private ObjectNode parameter(String name, String in, String type) {
        ObjectNode parameter = Json.object().put("name", name).put("in", in);
        if (dialect == Dialect.V2) {
            return parameter.put("type", type).put("uniqueItems", true);
        }
        parameter.putObject("schema").put("type", type).put("uniqueItems", true);
        return parameter;
    }

    private void body(
            ObjectNode operation, ArrayNode parameters, List<String> mediaTypes, String type) {
        if (dialect == Dialect.V2) {
            mediaTypes.forEach(operation.withArray("consumes")::add);
            ObjectNode body = Json.object().put("name", "body").put("in", "body");
            body.put("required", true).set("schema", schema(type));
            parameters.add(body);
            return;
        }
        ObjectNode content = operation.putObject("requestBody").putObject("content");
        for (String mediaType : mediaTypes) {
            content.putObject(mediaType).set("schema", schema(type));
        }
    }

    private void responses(ObjectNode operation, String method, String type) {
        ObjectNode responses = operation.putObject("responses");
        List<String> codes =
                switch (method) {
                    case "post" -> List.of("200", "201", "202");
                    case "put", "patch" -> List.of("200", "201");
                    default -> List.of("200");
                };
        for (String code : codes) {
            ObjectNode response = responses.putObject(code).put("description", "OK");
            if (dialect == Dialect.V2) {
                response.set("schema", schema(type));
            } else {
                response.putObject("content")
                        .putObject("application/json")
                        .set("schema", schema(type));
            }
        }
    }

    private ObjectNode schema(String type) {
        return type.isEmpty()
                ? Json.object().put("type", "object")
                : Json.object().put("$ref", dialect.ref(type));
    }
}
