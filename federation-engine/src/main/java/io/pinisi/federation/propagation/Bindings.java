package io.pinisi.federation.propagation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The decisions, in memory by template, and the only writer of them. What was written counts at
 * once, before the hub's watch brings it back.
 */
public final class Bindings implements AutoCloseable {
    private static final String MANAGER = "pinisi-federation";

    private final ApiClient hub;
    private final Listener listener;
    private final Map<Template, Binding> current = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Template> templates = new ConcurrentHashMap<>();
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private final List<Mirror<String>> mirrors;

    /** Told of what is new, on whatever thread it came. */
    public interface Listener {
        /** The decision or the inventory is another, or the binding comes or goes. */
        void decided(Template template);

        /** Only the status is another. */
        void reported(Template template);
    }

    public Bindings(ApiClient hub, Listener listener) {
        this.hub = hub;
        this.listener = listener;
        this.mirrors =
                List.of(
                        mirror(Mirror.Source.all(FederationKinds.BINDINGS, "ResourceBinding")),
                        mirror(
                                Mirror.Source.all(
                                        FederationKinds.CLUSTER_BINDINGS,
                                        "ClusterResourceBinding")));
    }

    private Mirror<String> mirror(Mirror.Source source) {
        return new Mirror<>(
                source.kind().kind(),
                hub,
                source,
                this::accept,
                (key, before, after) -> {
                    if (after == null) {
                        forget(key);
                    }
                });
    }

    public void start(Duration wait) throws InterruptedException {
        mirrors.forEach(Mirror::start);
        for (Mirror<String> mirror : mirrors) {
            if (!mirror.awaitSync(wait)) {
                throw new ApiException(Reason.TIMEOUT, "the hub does not list its bindings");
            }
        }
    }

    /** Keeps the newer; the row of the mirror itself is only the version. */
    private String accept(ObjectNode object) {
        object.withObject("/metadata").remove("managedFields");
        Binding binding = new Binding(object);
        templates.put(binding.key(), binding.template());
        namespaces.add(Objects.requireNonNullElse(binding.key().namespace(), ""));
        Binding before = current.get(binding.template());
        current.merge(binding.template(), binding, Bindings::newer);
        if (before != null && before.says(object) && before.isDeleting() == binding.isDeleting()) {
            listener.reported(binding.template());
        } else {
            listener.decided(binding.template());
        }
        return Metadata.of(object).resourceVersion();
    }

    private static Binding newer(Binding known, Binding other) {
        boolean same = Metadata.uid(known.tree()).equals(Metadata.uid(other.tree()));
        return same && version(known) > version(other) ? known : other;
    }

    /** Comparing is right here: the hub is one of ours, and its versions are revisions. */
    private static long version(Binding binding) {
        return Long.parseLong(Metadata.of(binding.tree()).resourceVersion());
    }

    private void forget(ObjectKey key) {
        Template template = templates.remove(key);
        if (template != null) {
            current.remove(template);
            listener.decided(template);
        }
    }

    public Optional<Binding> find(Template template) {
        return Optional.ofNullable(current.get(template));
    }

    /** Whether there is, or was since the engine began, a decision in a namespace. */
    public boolean concern(String namespace) {
        return namespaces.contains(namespace);
    }

    public Collection<Binding> all() {
        return List.copyOf(current.values());
    }

    /**
     * Writes a decision unless it stands already; returns what stands.
     *
     * @param requestId of the request that the decision follows from; empty for none
     */
    Binding decide(
            Template template,
            Binding.Content content,
            @Nullable Binding before,
            Set<String> placed,
            String requestId) {
        ObjectNode object = Binding.write(template, content, before, placed);
        if (before != null && before.says(object)) {
            return before;
        }
        WriteOptions options = WriteOptions.by(MANAGER).following(requestId);
        ObjectNode written =
                before == null
                        ? hub.create(
                                path(object).in(Metadata.of(object).namespace()), object, options)
                        : hub.update(path(before), object, options);
        accept(written);
        return new Binding(written);
    }

    /** The member was seen without the object: the inventory says so. */
    void release(Template template, String cluster) {
        Binding binding = current.get(template);
        if (binding == null || !binding.placed().contains(cluster)) {
            return;
        }
        Set<String> left = new TreeSet<>(binding.placed());
        left.remove(cluster);
        keep(binding, left);
    }

    /** Sets the inventory; only ever called to make it smaller. */
    private void keep(Binding binding, Set<String> placed) {
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", Metadata.of(binding.tree()).resourceVersion());
        var finalizers = metadata.putArray("finalizers");
        placed.forEach(cluster -> finalizers.add(Binding.PLACED + cluster));
        try {
            accept(hub.patch(path(binding), PatchType.MERGE, patch, WriteOptions.by(MANAGER)));
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }

    /** Ends a decision that places nothing any more. */
    void remove(Binding binding) {
        ObjectNode options = Json.object();
        options.putObject("preconditions")
                .put("uid", Metadata.uid(binding.tree()))
                .put("resourceVersion", Metadata.of(binding.tree()).resourceVersion());
        try {
            hub.delete(path(binding), options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        current.remove(binding.template(), binding);
    }

    /** Writes a part of the status. */
    public void patchStatus(Binding binding, ObjectNode statusPatch) {
        ObjectNode patch = Json.object();
        patch.set("status", statusPatch);
        accept(
                hub.patch(
                        path(binding).sub("status"),
                        PatchType.MERGE,
                        patch,
                        WriteOptions.by(MANAGER)));
    }

    /** A cluster leaves and keeps its objects: they are the federation's no more. */
    public void abandon(String cluster) {
        for (Binding binding : all()) {
            if (binding.placed().contains(cluster)) {
                release(binding.template(), cluster);
            }
        }
    }

    private static ResourcePath path(Binding binding) {
        return path(binding.tree()).in(binding.key().namespace()).named(binding.key().name());
    }

    private static ResourcePath path(ObjectNode object) {
        return ResourcePath.all(
                Metadata.of(object).namespace() == null
                        ? FederationKinds.CLUSTER_BINDINGS
                        : FederationKinds.BINDINGS);
    }

    @Override
    public void close() {
        mirrors.forEach(Mirror::close);
    }
}
