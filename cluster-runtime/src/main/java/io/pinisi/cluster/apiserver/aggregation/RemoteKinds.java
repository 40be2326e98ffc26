package io.pinisi.cluster.apiserver.aggregation;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.CrdSchemas;
import io.pinisi.cluster.machinery.schema.PublishedSchemas;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Scope;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Subresource;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Version;
import io.pinisi.cluster.machinery.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads an {@code APIResourceList}. What the kinds look like is read from the OpenAPI document of
 * the other server, so that ours can have it too; where there is none, they could be anything.
 */
final class RemoteKinds {
    private static final int LIMIT = 1000;
    private static final Schema ANYTHING =
            CrdSchemas.compile(
                    Json.object()
                            .put("type", "object")
                            .put("x-kubernetes-preserve-unknown-fields", true));

    private RemoteKinds() {}

    static List<ResourceDefinition> read(RemoteServer server, JsonNode list, JsonNode openApi) {
        List<ResourceDefinition> definitions = new ArrayList<>();
        for (JsonNode resource : list.path("resources")) {
            String name = resource.path("name").asString("");
            if (!name.isEmpty() && !name.contains("/") && definitions.size() < LIMIT) {
                Schema schema = schema(server, resource.path("kind").asString(""), openApi);
                definitions.add(definition(server, name, resource, schema, list.path("resources")));
            }
        }
        return List.copyOf(definitions);
    }

    private static Schema schema(RemoteServer server, String kind, JsonNode openApi) {
        try {
            return PublishedSchemas.of(
                            openApi, new GroupVersionKind(server.group(), server.version(), kind))
                    .map(CrdSchemas::compile)
                    .orElse(ANYTHING);
        } catch (IllegalArgumentException e) {
            return ANYTHING;
        }
    }

    private static ResourceDefinition definition(
            RemoteServer server, String name, JsonNode resource, Schema schema, JsonNode all) {
        String kind = resource.path("kind").asString("");
        List<Subresource> subresources = new ArrayList<>();
        for (JsonNode other : all) {
            String otherName = other.path("name").asString("");
            if (otherName.startsWith(name + "/")) {
                subresources.add(
                        subresource(server, otherName.substring(name.length() + 1), other));
            }
        }
        return new ResourceDefinition(
                new GroupResource(server.group(), name),
                kind,
                kind + "List",
                resource.path("singularName").asString(""),
                texts(resource.path("shortNames")),
                texts(resource.path("categories")),
                resource.path("namespaced").asBoolean(false) ? Scope.NAMESPACED : Scope.CLUSTER,
                List.of(new Version(server.version(), true, true, schema, List.of())),
                Set.copyOf(texts(resource.path("verbs"))),
                subresources,
                List.of());
    }

    private static Subresource subresource(RemoteServer server, String name, JsonNode listed) {
        String group = listed.path("group").asString(server.group());
        String version = listed.path("version").asString(server.version());
        return new Subresource(
                name,
                new GroupVersionKind(group, version, listed.path("kind").asString("")),
                Set.copyOf(texts(listed.path("verbs"))));
    }

    private static List<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(text -> texts.add(text.asString("")));
        return List.copyOf(texts);
    }
}
