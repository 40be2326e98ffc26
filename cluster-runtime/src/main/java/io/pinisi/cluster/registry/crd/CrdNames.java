package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether the names of a definition are free within its group. */
final class CrdNames {
    private final ObjectLookup objects;
    private final List<ResourceDefinition> builtIn;

    CrdNames(ObjectLookup objects, List<ResourceDefinition> builtIn) {
        this.objects = objects;
        this.builtIn = List.copyOf(builtIn);
    }

    /** A name that is not free, as the condition {@code NamesAccepted} tells it. */
    record Conflict(String reason, String message) {}

    Optional<Conflict> conflict(ObjectNode definition) {
        String group = definition.path("spec").path("group").asString("");
        Set<String> resources = new HashSet<>();
        Set<String> kinds = new HashSet<>();
        for (ResourceDefinition other : builtIn) {
            if (other.resource().group().equals(group)) {
                resources.add(other.resource().resource());
                resources.add(other.singular());
                resources.addAll(other.shortNames());
                kinds.add(other.kind());
                kinds.add(other.listKind());
            }
        }
        for (ApiObject stored : objects.all(CrdKind.RESOURCE, null)) {
            ObjectNode other = stored.tree();
            boolean same = stored.key().name().equals(Metadata.of(definition).name());
            if (!same && other.path("spec").path("group").asString("").equals(group)) {
                JsonNode accepted = other.path("status").path("acceptedNames");
                resources.addAll(resourceNames(accepted));
                kinds.addAll(kindNames(accepted));
            }
        }
        return conflict(definition.path("spec").path("names"), resources, kinds);
    }

    private static Optional<Conflict> conflict(
            JsonNode names, Set<String> resources, Set<String> kinds) {
        for (String name : resourceNames(names)) {
            if (resources.contains(name)) {
                String field =
                        name.equals(Json.text(names, "plural"))
                                ? "Plural"
                                : name.equals(Json.text(names, "singular"))
                                        ? "Singular"
                                        : "ShortNames";
                return Optional.of(inUse(field + "Conflict", name));
            }
        }
        for (String name : kindNames(names)) {
            if (kinds.contains(name)) {
                String field = name.equals(Json.text(names, "kind")) ? "Kind" : "ListKind";
                return Optional.of(inUse(field + "Conflict", name));
            }
        }
        return Optional.empty();
    }

    private static Conflict inUse(String reason, String name) {
        return new Conflict(reason, "\"" + name + "\" is already in use");
    }

    private static List<String> resourceNames(JsonNode names) {
        List<String> all = new ArrayList<>();
        all.add(names.path("plural").asString(""));
        all.add(names.path("singular").asString(""));
        names.path("shortNames").forEach(name -> all.add(name.asString("")));
        all.removeIf(String::isEmpty);
        return all;
    }

    private static List<String> kindNames(JsonNode names) {
        List<String> all = new ArrayList<>();
        all.add(names.path("kind").asString(""));
        all.add(names.path("listKind").asString(""));
        all.removeIf(String::isEmpty);
        return all;
    }
}
