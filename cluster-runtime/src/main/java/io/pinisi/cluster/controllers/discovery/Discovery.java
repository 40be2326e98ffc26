package io.pinisi.cluster.controllers.discovery;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The resources that a server serves, each in its group's preferred version.
 *
 * @param failures the groups that could not be asked; what they serve is unknown
 */
public record Discovery(List<Resource> resources, List<String> failures) {
    public Discovery {
        resources = List.copyOf(resources);
        failures = List.copyOf(failures);
    }

    /** One resource, without its subresources. */
    public record Resource(
            GroupVersionResource name, String kind, boolean namespaced, Set<String> verbs) {
        public Resource {
            verbs = Set.copyOf(verbs);
        }

        public boolean can(String... wanted) {
            return verbs.containsAll(List.of(wanted));
        }
    }

    public static Discovery of(ApiClient client) {
        List<String> versions = new ArrayList<>();
        versions.add("v1");
        for (JsonNode group : get(client, "/apis").path("groups")) {
            versions.add(group.path("preferredVersion").path("groupVersion").asString(""));
        }
        List<Resource> resources = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (String version : versions) {
            try {
                resources.addAll(read(client, version));
            } catch (ApiException e) {
                if (!e.is(Reason.NOT_FOUND)) {
                    failures.add(version + ": " + e.getMessage());
                }
            }
        }
        return new Discovery(resources, failures);
    }

    /** The resource of a kind, whatever version it is named in. */
    public Optional<Resource> find(GroupVersionKind kind) {
        return resources.stream()
                .filter(r -> r.name().group().equals(kind.group()) && r.kind().equals(kind.kind()))
                .findFirst();
    }

    private static List<Resource> read(ApiClient client, String groupVersion) {
        String root = groupVersion.contains("/") ? "/apis/" : "/api/";
        List<Resource> resources = new ArrayList<>();
        for (JsonNode item : get(client, root + groupVersion).path("resources")) {
            String name = item.path("name").asString("");
            if (!name.contains("/")) {
                Set<String> verbs = new HashSet<>();
                item.path("verbs").forEach(verb -> verbs.add(verb.asString("")));
                resources.add(
                        new Resource(
                                GroupVersionResource.of(groupVersion, name),
                                item.path("kind").asString(""),
                                item.path("namespaced").asBoolean(false),
                                verbs));
            }
        }
        return resources;
    }

    /** A document of discovery. */
    public static ObjectNode get(ApiClient client, String path) {
        try (Transport.Response response = client.raw("GET", path)) {
            if (response.body() instanceof Transport.Body.Whole whole) {
                return Json.parse(whole.bytes());
            }
            throw new ApiException(Reason.INTERNAL_ERROR, "discovery came as a stream");
        }
    }
}
