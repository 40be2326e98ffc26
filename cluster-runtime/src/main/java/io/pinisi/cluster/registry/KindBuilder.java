package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.schema.Conversion;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Scope;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Subresource;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.TableColumn;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.storage.ConvertingCodec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says in a few lines what a built-in kind is; everything unsaid is what most kinds have. */
public final class KindBuilder {
    private static final Set<String> ALL_VERBS =
            Set.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "update",
                    "watch");
    private static final Set<String> CHANGE_VERBS = Set.of("get", "patch", "update");

    private final KindContext context;
    private final GroupVersionKind gvk;
    private final GroupResource resource;
    private final List<Subresource> subresources = new ArrayList<>();
    private final Map<String, Function<ResourceStore, ResourceEndpoint>> endpoints =
            new HashMap<>();
    private final Map<String, Function<ObjectNode, @Nullable String>> fields =
            new LinkedHashMap<>();
    private final Set<Kind.Trait> traits = EnumSet.noneOf(Kind.Trait.class);
    private final Map<String, Conversion> older = new LinkedHashMap<>();
    private List<String> shortNames = List.of();
    private List<String> categories = List.of();
    private List<TableColumn> columns = List.of();
    private Scope scope = Scope.NAMESPACED;
    private NameRule names = NameRule.DNS_SUBDOMAIN;
    private ResourceStrategy strategy = ResourceStrategy.GENERIC;
    private @Nullable ResourceStrategy status;
    private Kind.@Nullable ScalePaths scale;
    private Kind.@Nullable View view;
    private Set<String> verbs = ALL_VERBS;

    KindBuilder(KindContext context, String group, String version, String kind, String resource) {
        this.context = context;
        this.gvk = new GroupVersionKind(group, version, kind);
        this.resource = new GroupResource(group, resource);
    }

    public KindBuilder clusterScoped() {
        scope = Scope.CLUSTER;
        return this;
    }

    public KindBuilder shortNames(String... names) {
        shortNames = List.of(names);
        return this;
    }

    /** {@code kubectl get all} shows it. */
    public KindBuilder inAll() {
        categories = List.of("all");
        return this;
    }

    public KindBuilder category(String name) {
        categories = List.of(name);
        return this;
    }

    public KindBuilder columns(Columns described) {
        columns = described.list();
        return this;
    }

    public KindBuilder named(NameRule rule) {
        names = rule;
        return this;
    }

    public KindBuilder strategy(ResourceStrategy rules) {
        strategy = rules;
        return this;
    }

    public KindBuilder with(Kind.Trait... more) {
        traits.addAll(List.of(more));
        return this;
    }

    public KindBuilder status() {
        return status(new StatusStrategy());
    }

    public KindBuilder status(ResourceStrategy rules) {
        status = rules;
        subresources.add(new Subresource("status", gvk, CHANGE_VERBS));
        return this;
    }

    /** A scale whose selector is a label selector in {@code spec.selector}. */
    public KindBuilder scale() {
        return scale(object -> LabelSelector.of(object.path("spec").path("selector")).toString());
    }

    public KindBuilder scale(Function<ObjectNode, String> selector) {
        scale = new Kind.ScalePaths("spec.replicas", "status.replicas", selector);
        subresources.add(ScaleSubresource.listed(context.options().clock()));
        return this;
    }

    /** The objects of another resource in a form of this one's own. */
    public KindBuilder viewOf(GroupResource stored, ConvertingCodec through) {
        view = new Kind.View(stored, through);
        return this;
    }

    /** HTTP to what the object serves, as discovery lists it. */
    public static Subresource proxy(String optionsKind) {
        return new Subresource(
                "proxy",
                new GroupVersionKind("", "v1", optionsKind),
                Set.of("create", "delete", "get", "patch", "update"));
    }

    /** Nothing can be written. */
    public KindBuilder readOnly() {
        verbs = Set.of("get", "list");
        return this;
    }

    /** A subresource that is an object of its own. */
    public KindBuilder endpoint(
            Subresource described, Function<ResourceStore, ResourceEndpoint> maker) {
        subresources.add(described);
        endpoints.put(described.name(), maker);
        return this;
    }

    /** A subresource that the server answers itself, such as a connection to a node. */
    public KindBuilder listed(Subresource described) {
        subresources.add(described);
        return this;
    }

    /** A field that selectors may name, read from its path; absent is the empty text. */
    public KindBuilder selectable(String... paths) {
        for (String path : paths) {
            String[] steps = path.split("\\.");
            selectable(path, object -> text(object, steps));
        }
        return this;
    }

    public KindBuilder selectable(String path, Function<ObjectNode, @Nullable String> reader) {
        fields.put(path, reader);
        return this;
    }

    private static @Nullable String text(ObjectNode object, String... steps) {
        JsonNode value = Json.at(object, steps);
        return value == null ? null : value.asString("");
    }

    /** Serves the kind in an older version too; it is stored in the one that was named first. */
    public KindBuilder older(String version, Conversion conversion) {
        older.put(version, conversion);
        return this;
    }

    private List<ResourceDefinition.Version> versions() {
        List<ResourceDefinition.Version> versions = new ArrayList<>();
        versions.add(
                new ResourceDefinition.Version(
                        gvk.version(), true, true, schema(gvk), shownColumns()));
        older.forEach(
                (version, conversion) -> {
                    GroupVersionKind other = new GroupVersionKind(gvk.group(), version, gvk.kind());
                    versions.add(
                            new ResourceDefinition.Version(
                                    version,
                                    true,
                                    false,
                                    schema(other),
                                    shownColumns().stream().map(c -> c.of(conversion)).toList(),
                                    conversion));
                });
        return versions;
    }

    private Schema schema(GroupVersionKind kind) {
        return context.schemas()
                .find(kind)
                .orElseThrow(() -> new IllegalStateException("no schema of " + kind));
    }

    public Kind build() {
        ResourceDefinition definition =
                new ResourceDefinition(
                        resource,
                        gvk.kind(),
                        gvk.kind() + "List",
                        gvk.kind().toLowerCase(Locale.ROOT),
                        shortNames,
                        categories,
                        scope,
                        versions(),
                        verbs,
                        subresources,
                        List.copyOf(fields.keySet()));
        return new Kind(
                definition, strategy, status, scale, view, endpoints, names, this::read, traits);
    }

    private List<TableColumn> shownColumns() {
        return columns.isEmpty() ? context.columns().name().age().list() : columns;
    }

    private Map<String, String> read(ObjectNode object) {
        Map<String, String> values = new HashMap<>();
        fields.forEach(
                (path, reader) -> {
                    String value = reader.apply(object);
                    values.put(path, value == null ? "" : value);
                });
        return values;
    }
}
