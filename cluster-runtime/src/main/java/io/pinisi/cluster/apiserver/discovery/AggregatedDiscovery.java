package io.pinisi.cluster.apiserver.discovery;

import io.pinisi.cluster.apiserver.discovery.ServedGroups.Served;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All groups in one document ({@code apidiscovery.k8s.io}). */
final class AggregatedDiscovery {
    private AggregatedDiscovery() {}

    static ObjectNode list(ServedGroups groups, boolean core, String version) {
        ObjectNode document = Json.object();
        document.put("kind", "APIGroupDiscoveryList");
        document.put("apiVersion", "apidiscovery.k8s.io/" + version);
        document.putObject("metadata");
        ArrayNode items = document.putArray("items");
        groups.all()
                .forEach(
                        (name, versions) -> {
                            if (name.isEmpty() == core) {
                                ObjectNode group = items.addObject();
                                ObjectNode metadata = group.putObject("metadata");
                                metadata.putNull("creationTimestamp");
                                if (!name.isEmpty()) {
                                    metadata.put("name", name);
                                }
                                ArrayNode list = group.putArray("versions");
                                versions.forEach((v, served) -> version(list, v, served));
                            }
                        });
        return document;
    }

    private static void version(ArrayNode versions, String name, List<Served> served) {
        ObjectNode version = versions.addObject().put("version", name);
        ArrayNode resources = version.putArray("resources");
        for (Served one : served) {
            resource(resources, one.definition(), one.version());
        }
        version.put("freshness", "Current");
    }

    private static void resource(
            ArrayNode resources, ResourceDefinition d, ResourceDefinition.Version version) {
        ObjectNode resource = resources.addObject();
        resource.put("resource", d.resource().resource());
        resource.set("responseKind", kind(d.kindIn(version)));
        resource.put("scope", d.namespaced() ? "Namespaced" : "Cluster");
        resource.put("singularResource", d.singular());
        texts(resource, "verbs", new TreeSet<>(d.verbs()));
        if (!d.shortNames().isEmpty()) {
            texts(resource, "shortNames", d.shortNames());
        }
        if (!d.categories().isEmpty()) {
            texts(resource, "categories", d.categories());
        }
        if (d.subresources().isEmpty()) {
            return;
        }
        ArrayNode subresources = resource.putArray("subresources");
        for (ResourceDefinition.Subresource sub : d.subresources()) {
            ObjectNode entry = subresources.addObject();
            entry.put("subresource", sub.name());
            entry.set("responseKind", kind(d.kindIn(version, sub)));
            texts(entry, "verbs", new TreeSet<>(sub.verbs()));
        }
    }

    private static ObjectNode kind(GroupVersionKind kind) {
        return Json.object()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }

    private static void texts(ObjectNode node, String field, Collection<String> values) {
        ArrayNode array = node.putArray(field);
        values.forEach(array::add);
    }
}
