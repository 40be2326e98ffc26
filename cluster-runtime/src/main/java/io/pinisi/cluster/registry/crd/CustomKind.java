package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.JsonPath;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.schema.CrdSchemas;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Scope;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Subresource;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Version;
import io.pinisi.cluster.machinery.schema.TableColumn;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.ScaleSubresource;
import io.pinisi.cluster.registry.StatusStrategy;
import io.pinisi.cluster.storage.ObjectConverter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compiles a definition into the kind that it defines. */
public final class CustomKind {
    private static final Set<String> CHANGE = Set.of("get", "patch", "update");
    private static final Set<String> ALL =
            Set.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "update",
                    "watch");

    private CustomKind() {}

    /** One version of a kind, which is a kind of its own over the same objects. */
    public record InVersion(Kind kind, boolean storage, ObjectConverter conversion) {}

    /** A kind that anyone may have defined, version by version. */
    public static List<InVersion> versions(
            ObjectNode definition, VersionConversion.Tools tools, InstantSource clock) {
        JsonNode spec = definition.path("spec");
        boolean ending = Metadata.of(definition).isDeleting();
        String group = spec.path("group").asString("") + "/";
        String stored = group + name(storage(spec));
        List<InVersion> all = new ArrayList<>();
        for (JsonNode version : ordered(spec.path("versions"))) {
            CustomRules rules = rules(version);
            Kind kind =
                    compile(
                            definition,
                            List.of(version),
                            version,
                            new CustomStrategy(ending, rules),
                            new CustomStatusStrategy(rules),
                            clock);
            VersionConversion conversion =
                    new VersionConversion(
                            new VersionConversion.Versions(
                                    spec.path("conversion"), group + name(version), stored),
                            kind.definition().storageVersion().schema(),
                            tools);
            all.add(new InVersion(kind, version.path("storage").asBoolean(false), conversion));
        }
        return all;
    }

    /** What cannot be compiled was refused when the definition came. */
    private static CustomRules rules(JsonNode version) {
        return CustomRules.compile(
                version.path("schema").path("openAPIV3Schema"), "", new Faults());
    }

    private static JsonNode storage(JsonNode spec) {
        return spec.path("versions")
                .valueStream()
                .filter(version -> version.path("storage").asBoolean(false))
                .findFirst()
                .orElseThrow();
    }

    /** A kind with rules of its own, which is stored in the form that it is served in. */
    public static Kind compile(
            ObjectNode definition, ResourceStrategy strategy, InstantSource clock) {
        JsonNode spec = definition.path("spec");
        return compile(
                definition,
                ordered(spec.path("versions")),
                storage(spec),
                strategy,
                new StatusStrategy(),
                clock);
    }

    private static Kind compile(
            ObjectNode definition,
            List<JsonNode> versions,
            JsonNode storage,
            ResourceStrategy strategy,
            ResourceStrategy status,
            InstantSource clock) {
        JsonNode spec = definition.path("spec");
        String group = spec.path("group").asString("");
        GroupVersionKind gvk =
                new GroupVersionKind(
                        group,
                        storage.path("name").asString(""),
                        spec.path("names").path("kind").asString(""));
        boolean hasStatus = storage.path("subresources").has("status");
        JsonNode scale = storage.path("subresources").path("scale");
        ResourceDefinition described =
                definition(
                        spec, versions, subresources(gvk, hasStatus, scale, clock), storage, clock);
        return new Kind(
                described,
                strategy,
                hasStatus ? status : null,
                scalePaths(scale),
                null,
                Map.of(),
                NameRule.DNS_SUBDOMAIN,
                reader(storage),
                Set.of(Kind.Trait.CUSTOM, Kind.Trait.GENERATION, Kind.Trait.VERSION_REQUIRED));
    }

    private static ResourceDefinition definition(
            JsonNode spec,
            List<JsonNode> versions,
            List<Subresource> subresources,
            JsonNode storage,
            InstantSource clock) {
        JsonNode names = spec.path("names");
        String kind = names.path("kind").asString("");
        return new ResourceDefinition(
                new GroupResource(
                        spec.path("group").asString(""), names.path("plural").asString("")),
                kind,
                names.path("listKind").asString(kind + "List"),
                names.path("singular").asString(kind.toLowerCase(java.util.Locale.ROOT)),
                texts(names.path("shortNames")),
                texts(names.path("categories")),
                spec.path("scope").asString("").equals("Cluster")
                        ? Scope.CLUSTER
                        : Scope.NAMESPACED,
                versions.stream().map(version -> version(version, storage, clock)).toList(),
                ALL,
                subresources,
                List.copyOf(selectable(storage).keySet()));
    }

    private static Version version(JsonNode version, JsonNode storage, InstantSource clock) {
        return new Version(
                name(version),
                version.path("served").asBoolean(false),
                name(version).equals(name(storage)),
                CrdSchemas.compile(Json.at(version, "schema", "openAPIV3Schema")),
                columns(version.path("additionalPrinterColumns"), clock));
    }

    private static List<JsonNode> ordered(JsonNode versions) {
        List<JsonNode> ordered = new ArrayList<>();
        versions.forEach(ordered::add);
        ordered.sort((a, b) -> VersionOrder.NEWEST_FIRST.compare(name(a), name(b)));
        return ordered;
    }

    private static String name(JsonNode version) {
        return version.path("name").asString("");
    }

    private static List<Subresource> subresources(
            GroupVersionKind gvk, boolean hasStatus, JsonNode scale, InstantSource clock) {
        List<Subresource> subresources = new ArrayList<>();
        if (hasStatus) {
            subresources.add(new Subresource("status", gvk, CHANGE));
        }
        if (scale.isObject()) {
            subresources.add(ScaleSubresource.listed(clock));
        }
        return subresources;
    }

    private static Kind.@Nullable ScalePaths scalePaths(JsonNode scale) {
        if (!scale.isObject()) {
            return null;
        }
        return new Kind.ScalePaths(
                scale.path("specReplicasPath").asString(""),
                scale.path("statusReplicasPath").asString(""),
                selector(Json.text(scale, "labelSelectorPath")));
    }

    private static Function<ObjectNode, String> selector(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            return object -> "";
        }
        String[] steps = (path.startsWith(".") ? path.substring(1) : path).split("\\.");
        return object -> {
            String text = Json.text(object, steps);
            return text == null ? "" : text;
        };
    }

    private static Map<String, JsonPath> selectable(JsonNode version) {
        Map<String, JsonPath> paths = new LinkedHashMap<>();
        for (JsonNode field : version.path("selectableFields")) {
            String path = field.path("jsonPath").asString("");
            paths.put(path.startsWith(".") ? path.substring(1) : path, JsonPath.compile(path));
        }
        return paths;
    }

    private static Function<ObjectNode, Map<String, String>> reader(JsonNode version) {
        Map<String, JsonPath> paths = selectable(version);
        return object -> {
            Map<String, String> values = new HashMap<>();
            paths.forEach(
                    (name, path) ->
                            values.put(
                                    name, path.first(object).map(v -> v.asString("")).orElse("")));
            return values;
        };
    }

    private static List<TableColumn> columns(JsonNode described, InstantSource clock) {
        Columns columns = new Columns(clock).name();
        if (described.isEmpty()) {
            return columns.age().list();
        }
        for (JsonNode column : described) {
            columns.custom(
                    column.path("name").asString(""),
                    column.path("type").asString("string"),
                    column.path("format").asString(""),
                    column.path("description").asString(""),
                    column.path("priority").asInt(0),
                    JsonPath.compile(column.path("jsonPath").asString("")));
        }
        return columns.list();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(item -> item.asString("")).collect(Collectors.toList());
    }
}
