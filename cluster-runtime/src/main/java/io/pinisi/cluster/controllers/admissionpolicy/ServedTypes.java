package io.pinisi.cluster.controllers.admissionpolicy;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.PublishedSchemas;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The types that a server serves, for one pass: each document is asked for once. */
final class ServedTypes {
    private final ApiClient client;
    private final Map<String, JsonNode> documents = new HashMap<>();

    ServedTypes(ApiClient client) {
        this.client = client;
    }

    /** The kind of a resource, without its subresources. */
    Optional<GroupVersionKind> kindOf(String group, String version, String resource) {
        return document(path(group, version))
                .path("resources")
                .valueStream()
                .filter(served -> served.path("name").asString("").equals(resource))
                .map(served -> new GroupVersionKind(group, version, served.path("kind").asString()))
                .findFirst();
    }

    /** The whole schema of a kind, with what it refers to written out. */
    Optional<JsonNode> schemaOf(GroupVersionKind kind) {
        JsonNode document = document("/openapi/v3" + path(kind.group(), kind.version()));
        return PublishedSchemas.of(document, kind);
    }

    private static String path(String group, String version) {
        return group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
    }

    private JsonNode document(String path) {
        return documents.computeIfAbsent(path, this::read);
    }

    private JsonNode read(String path) {
        try {
            return Discovery.get(client, path);
        } catch (ApiException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return Json.object();
            }
            throw e;
        }
    }
}
