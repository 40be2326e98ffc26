package io.pinisi.federation.propagation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.cause.Causes;
import io.pinisi.federation.kinds.ServedKinds;
import io.pinisi.federation.kinds.ServedKinds.Served;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.traffic.Beginnings;
import io.pinisi.federation.watch.Mirror;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The hub's objects of every kind that some policy selects or some workload may depend on, in
 * memory. A kind is followed from the moment it is first asked for.
 */
public final class Templates implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Templates.class);

    private final ApiClient hub;
    private final ServedKinds kinds;
    private final Causes causes;
    private final Beginnings beginnings;
    private final Consumer<Template> listener;
    private final Map<GroupVersionKind, Mirror<ObjectNode>> mirrors = new ConcurrentHashMap<>();

    /**
     * @param listener told of every change
     */
    public Templates(
            ApiClient hub,
            ServedKinds kinds,
            Causes causes,
            Beginnings beginnings,
            Consumer<Template> listener) {
        this.hub = hub;
        this.kinds = kinds;
        this.causes = causes;
        this.beginnings = beginnings;
        this.listener = listener;
    }

    /** Follows these kinds from now on; returns those that the hub does not serve. */
    public synchronized List<GroupVersionKind> follow(Set<GroupVersionKind> wanted) {
        List<GroupVersionKind> missing = new ArrayList<>();
        for (GroupVersionKind kind : wanted) {
            if (mirrors.containsKey(kind)) {
                continue;
            }
            Optional<Served> served = kinds.find(kind);
            if (served.isEmpty()) {
                missing.add(kind);
                continue;
            }
            LOG.debug("following kind={}", kind);
            mirrors.put(
                    kind,
                    new Mirror<>(
                                    "hub/" + kind,
                                    hub,
                                    Mirror.Source.all(served.get().resource(), kind.kind()),
                                    this::read,
                                    new Changes(kind))
                            .start());
        }
        return missing;
    }

    private ObjectNode read(ObjectNode object) {
        object.withObject("/metadata").remove("managedFields");
        causes.seen(object);
        return object;
    }

    /** What happens to the objects of one kind. */
    private final class Changes implements Mirror.Listener<ObjectNode> {
        private final GroupVersionKind kind;

        Changes(GroupVersionKind kind) {
            this.kind = kind;
        }

        @Override
        public void changed(
                ObjectKey key, @Nullable ObjectNode before, @Nullable ObjectNode after) {
            Template template = new Template(kind, key);
            beginnings.changed(template, before, after);
            listener.accept(template);
        }

        @Override
        public void gone(ObjectKey key, String version) {
            causes.gone(new Template(kind, key), version);
        }
    }

    /** The object as last seen, not to be changed. */
    public Optional<ObjectNode> find(Template template) {
        Mirror<ObjectNode> mirror = mirrors.get(template.kind());
        return mirror == null ? Optional.empty() : mirror.find(template.key());
    }

    /** Whether an object that is not found does not exist. */
    public boolean isSynced(GroupVersionKind kind) {
        Mirror<ObjectNode> mirror = mirrors.get(kind);
        return mirror != null && mirror.isSynced();
    }

    public Set<GroupVersionKind> kinds() {
        return Set.copyOf(mirrors.keySet());
    }

    public Collection<ObjectNode> all(GroupVersionKind kind) {
        Mirror<ObjectNode> mirror = mirrors.get(kind);
        return mirror == null ? List.of() : mirror.all();
    }

    /** Asks the hub itself, not the copy. */
    public Optional<ObjectNode> ask(Template template) {
        return kinds.find(template.kind()).flatMap(served -> hub.find(served.path(template.key())));
    }

    /** Where the object is served, on the hub and, under the same name, in members. */
    public Optional<ResourcePath> path(Template template) {
        return kinds.find(template.kind()).map(served -> served.path(template.key()));
    }

    /** The collection of a kind over all namespaces. */
    public Optional<ResourcePath> collection(GroupVersionKind kind) {
        return kinds.find(kind).map(served -> ResourcePath.all(served.resource()));
    }

    @Override
    public synchronized void close() {
        mirrors.values().forEach(Mirror::close);
    }
}
