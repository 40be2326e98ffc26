package io.pinisi.cluster.apiserver.discovery;

import io.pinisi.cluster.apiserver.discovery.ServedGroups.Served;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code APIVersions}, {@code APIGroupList}, {@code APIGroup} and {@code APIResourceList}. */
final class LegacyDiscovery {
    private LegacyDiscovery() {}

    static Optional<ObjectNode> document(ServedGroups groups, String path) {
        String[] parts = path.substring(1).split("/");
        boolean core = parts[0].equals("api");
        if (parts.length == 1) {
            return Optional.of(core ? apiVersions(groups) : groupList(groups));
        }
        String group = core ? "" : parts[1];
        Map<String, List<Served>> versions = groups.versions(group);
        if (!core && parts.length == 2) {
            return versions.isEmpty()
                    ? Optional.empty()
                    : Optional.of(kind(group(group, versions), "APIGroup"));
        }
        int at = core ? 1 : 2;
        List<Served> served = versions.get(parts[at]);
        return served == null || parts.length > at + 1
                ? Optional.empty()
                : Optional.of(resourceList(group, parts[at], served));
    }

    private static ObjectNode apiVersions(ServedGroups groups) {
        ObjectNode document = Json.object().put("kind", "APIVersions");
        ArrayNode versions = document.putArray("versions");
        groups.versions("").keySet().forEach(versions::add);
        document.putArray("serverAddressByClientCIDRs");
        return document;
    }

    private static ObjectNode groupList(ServedGroups groups) {
        ObjectNode document = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode list = document.putArray("groups");
        groups.all()
                .forEach(
                        (name, versions) -> {
                            if (!name.isEmpty()) {
                                list.add(group(name, versions));
                            }
                        });
        return document;
    }

    private static ObjectNode kind(ObjectNode group, String kind) {
        ObjectNode document = Json.object().put("kind", kind).put("apiVersion", "v1");
        document.setAll(group);
        return document;
    }

    private static ObjectNode group(String name, Map<String, List<Served>> versions) {
        ObjectNode group = Json.object().put("name", name);
        ArrayNode list = group.putArray("versions");
        for (String version : versions.keySet()) {
            list.add(version(name, version));
        }
        group.set("preferredVersion", version(name, versions.keySet().iterator().next()));
        return group;
    }

    private static ObjectNode version(String group, String version) {
        return Json.object().put("groupVersion", group + "/" + version).put("version", version);
    }

    private static ObjectNode resourceList(String group, String version, List<Served> served) {
        ObjectNode document = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        document.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = document.putArray("resources");
        for (Served one : served) {
            add(resources, one.definition(), one.version());
        }
        return document;
    }

    private static void add(
            ArrayNode resources, ResourceDefinition d, ResourceDefinition.Version version) {
        ObjectNode resource = resources.addObject();
        resource.put("name", d.resource().resource())
                .put("singularName", d.singular())
                .put("namespaced", d.namespaced())
                .put("kind", d.kind());
        texts(resource, "verbs", new TreeSet<>(d.verbs()));
        if (!d.shortNames().isEmpty()) {
            texts(resource, "shortNames", d.shortNames());
        }
        if (!d.categories().isEmpty()) {
            texts(resource, "categories", d.categories());
        }
        if (d.verbs().contains("watch")) {
            resource.put("storageVersionHash", StorageVersionHash.of(d.kindIn(d.storageVersion())));
        }
        for (ResourceDefinition.Subresource sub : d.subresources()) {
            GroupVersionKind kind = d.kindIn(version, sub);
            ObjectNode entry = resources.addObject();
            entry.put("name", d.resource().resource() + "/" + sub.name())
                    .put("singularName", "")
                    .put("namespaced", d.namespaced());
            if (!kind.equals(d.kindIn(version))) {
                entry.put("group", kind.group()).put("version", kind.version());
            }
            entry.put("kind", kind.kind());
            texts(entry, "verbs", new TreeSet<>(sub.verbs()));
        }
    }

    private static void texts(ObjectNode node, String field, Collection<String> values) {
        ArrayNode array = node.putArray(field);
        values.forEach(array::add);
    }
}
