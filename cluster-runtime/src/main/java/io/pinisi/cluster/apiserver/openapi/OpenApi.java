package io.pinisi.cluster.apiserver.openapi;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.VersionInfo;
import io.pinisi.cluster.apiserver.discovery.Discovery;
import io.pinisi.cluster.apiserver.discovery.RenderedDocuments;
import io.pinisi.cluster.apiserver.discovery.ServedGroups;
import io.pinisi.cluster.apiserver.discovery.ServedGroups.Served;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.registry.ResourceRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code /openapi/v3}, what lies under it, and {@code /openapi/v2}. */
public final class OpenApi {
    private static final String V2 = "/openapi/v2";
    private static final String PROTOBUF = "application/com.github.proto-openapi.spec.v2";
    private static final String PROTOBUF_TYPE = PROTOBUF + ".v1.0+protobuf";
    private static final String V3 = "/openapi/v3";

    private final RenderedDocuments<Document> documents;

    private record Document(String contentType, byte[] bytes, String hash) {}

    public OpenApi(Supplier<ResourceRegistry> registry) {
        this.documents = new RenderedDocuments<>(registry);
    }

    /** Empty where the path is none of these, or names a group that is not served. */
    public Optional<ApiResponse> answer(ApiRequest request) {
        String path = request.path();
        if (!path.startsWith("/openapi/")) {
            return Optional.empty();
        }
        RenderedDocuments.Generation<Document> current = documents.current();
        if (path.equals(V3)) {
            return Optional.of(ApiResponse.json(200, index(current)));
        }
        if (path.equals(V2)) {
            return Optional.of(v2(request, current));
        }
        return path.startsWith(V3 + "/")
                ? v3(request, current, path.substring(V3.length() + 1))
                : Optional.empty();
    }

    private static ObjectNode index(RenderedDocuments.Generation<Document> documents) {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        for (String name : names(documents.groups())) {
            String hash = document(documents, name).map(Document::hash).orElse("");
            paths.putObject(name).put("serverRelativeURL", V3 + "/" + name + "?hash=" + hash);
        }
        return index;
    }

    private static List<String> names(ServedGroups groups) {
        return groups.all().entrySet().stream()
                .flatMap(
                        group ->
                                group.getValue().keySet().stream()
                                        .map(version -> name(group.getKey(), version)))
                .toList();
    }

    private static String name(String group, String version) {
        return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
    }

    private static Optional<ApiResponse> v3(
            ApiRequest request, RenderedDocuments.Generation<Document> documents, String name) {
        return document(documents, name).map(document -> response(request, document));
    }

    private static Optional<Document> document(
            RenderedDocuments.Generation<Document> documents, String name) {
        String[] parts = name.split("/");
        boolean core = parts[0].equals("api");
        if (parts.length != (core ? 2 : 3)) {
            return Optional.empty();
        }
        List<Served> served =
                documents.groups().versions(core ? "" : parts[1]).get(parts[parts.length - 1]);
        return served == null
                ? Optional.empty()
                : Optional.of(
                        documents
                                .rendered()
                                .computeIfAbsent(name, _ -> rendered(v3(documents.of(), served))));
    }

    private static ObjectNode v3(ResourceRegistry registry, List<Served> served) {
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.set("info", info());
        SchemaWriter schemas = new SchemaWriter(registry.schemas(), Dialect.V3);
        PathWriter paths = new PathWriter(Dialect.V3);
        served.forEach(one -> add(one, schemas, paths));
        document.set("paths", paths.paths());
        ObjectNode components = document.putObject("components").putObject("schemas");
        schemas.all().forEach(components::set);
        return document;
    }

    private static ApiResponse v2(
            ApiRequest request, RenderedDocuments.Generation<Document> documents) {
        Document json =
                documents
                        .rendered()
                        .computeIfAbsent(V2, _ -> rendered(v2(documents.of(), documents.groups())));
        if (!request.header("accept").startsWith(PROTOBUF)) {
            return response(request, json);
        }
        Document protobuf =
                documents
                        .rendered()
                        .computeIfAbsent(
                                V2 + PROTOBUF,
                                _ ->
                                        new Document(
                                                PROTOBUF_TYPE,
                                                ProtobufWriter.document(Json.parse(json.bytes)),
                                                json.hash));
        return response(request, protobuf);
    }

    private static ObjectNode v2(ResourceRegistry registry, ServedGroups groups) {
        ObjectNode document = Json.object().put("swagger", "2.0");
        document.set("info", info());
        SchemaWriter schemas = new SchemaWriter(registry.schemas(), Dialect.V2);
        PathWriter paths = new PathWriter(Dialect.V2);
        groups.all()
                .values()
                .forEach(
                        versions ->
                                versions.values()
                                        .forEach(
                                                list ->
                                                        list.forEach(
                                                                one -> add(one, schemas, paths))));
        document.set("paths", paths.paths());
        ObjectNode definitions = document.putObject("definitions");
        schemas.all().forEach(definitions::set);
        return document;
    }

    private static void add(Served served, SchemaWriter schemas, PathWriter paths) {
        GroupVersionKind kind = served.definition().kindIn(served.version());
        String item = schemas.addKind(kind, served.version().schema());
        String list =
                schemas.addList(
                        new GroupVersionKind(
                                kind.group(), kind.version(), served.definition().listKind()),
                        item);
        paths.add(served, item, list);
    }

    private static ObjectNode info() {
        return Json.object().put("title", "Kubernetes").put("version", VersionInfo.GIT_VERSION);
    }

    private static Document rendered(ObjectNode tree) {
        byte[] bytes = Json.bytes(tree);
        return new Document(ApiResponse.JSON, bytes, Discovery.hash(bytes));
    }

    /** A document asked for by its hash never changes; it may be kept for ever. */
    private static ApiResponse response(ApiRequest request, Document document) {
        String etag = '"' + document.hash + '"';
        ApiResponse response =
                request.header("if-none-match").equals(etag)
                        ? ApiResponse.of(304, document.contentType, new byte[0])
                        : ApiResponse.of(200, document.contentType, document.bytes);
        boolean immutable = request.query().first("hash").equals(document.hash);
        return response.with("ETag", etag)
                .with("Cache-Control", immutable ? "public, immutable" : "no-cache, private");
    }
}
