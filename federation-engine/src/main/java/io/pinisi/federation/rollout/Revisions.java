package io.pinisi.federation.rollout;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Renderer;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The states of objects that clusters have or may go back to, as ControllerRevisions beside them:
 * what is in one never changes. They go with the object that they are of.
 */
final class Revisions implements AutoCloseable {
    private static final String MANAGER = "pinisi-rollout";
    private static final String LABEL = "pinisi.io/revision-of";
    private static final GroupVersionResource RESOURCE =
            GroupVersionResource.of("apps/v1", "controllerrevisions");
    private static final int ID_LENGTH = 10;
    private static final int STEM_MAX = 253 - 1 - ID_LENGTH;

    private final ApiClient hub;
    private final Map<ObjectKey, ObjectNode> known = new ConcurrentHashMap<>();
    private final Map<Template, Named> named = new ConcurrentHashMap<>();
    private final Mirror<ObjectNode> mirror;

    /** The id of one version of an object, so that it is reckoned once. */
    private record Named(String resourceVersion, String id) {}

    Revisions(ApiClient hub) {
        this.hub = hub;
        this.mirror =
                new Mirror<>(
                        "rollout-revisions",
                        hub,
                        new Mirror.Source(
                                ResourcePath.all(RESOURCE),
                                GroupVersionKind.of("apps/v1", "ControllerRevision"),
                                ListOptions.ALL.labels(LABEL)),
                        object -> object,
                        this::changed);
    }

    void start(Duration wait) throws InterruptedException {
        mirror.start();
        if (!mirror.awaitSync(wait)) {
            throw new ApiException(Reason.TIMEOUT, "the hub does not list its revisions");
        }
    }

    private void changed(ObjectKey key, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        if (after == null) {
            known.remove(key);
        } else {
            known.put(key, after);
        }
    }

    /** Names the state of an object; replicas are no part of it. */
    String idOf(ObjectNode object) {
        String version = Metadata.of(object).resourceVersion();
        return named.compute(
                        Template.of(object),
                        (template, before) ->
                                before != null && before.resourceVersion().equals(version)
                                        ? before
                                        : new Named(version, id(object)))
                .id();
    }

    /** The same, reckoned anew. */
    static String id(ObjectNode object) {
        return Renderer.contentHash(object).substring(0, ID_LENGTH);
    }

    void forget(Template template) {
        named.remove(template);
    }

    Optional<ObjectNode> find(Template template, String id) {
        return Optional.ofNullable(known.get(key(template, id)))
                .map(revision -> revision.path("data"))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
    }

    /** Returns when the state is stored. */
    void keep(ObjectNode object, String id) {
        Template template = Template.of(object);
        ObjectKey key = key(template, id);
        if (known.containsKey(key)) {
            return;
        }
        ResourcePath path = ResourcePath.of(RESOURCE, key);
        ObjectNode written;
        try {
            written =
                    hub.create(
                            ResourcePath.all(RESOURCE).in(key.namespace()),
                            revision(object, template, key),
                            WriteOptions.by(MANAGER));
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
            written = hub.get(path);
        }
        known.put(key, written);
    }

    private static ObjectNode revision(ObjectNode object, Template template, ObjectKey key) {
        ObjectNode revision = Json.object();
        revision.put("apiVersion", "apps/v1").put("kind", "ControllerRevision");
        ObjectNode metadata = revision.putObject("metadata").put("name", key.name());
        metadata.put("namespace", key.namespace());
        metadata.putObject("labels").put(LABEL, owner(template));
        owned(metadata, object);
        revision.put("revision", Metadata.of(object).generation());
        revision.set("data", state(object));
        return revision;
    }

    /** By the garbage collector's rules, what has this owner goes with it. */
    static void owned(ObjectNode metadata, ObjectNode object) {
        ArrayNode owners = metadata.putArray("ownerReferences");
        ObjectNode reference = owners.addObject();
        reference.set("apiVersion", object.path("apiVersion"));
        reference.set("kind", object.path("kind"));
        reference.put("name", Metadata.of(object).name()).put("uid", Metadata.uid(object));
    }

    private static ObjectNode state(ObjectNode object) {
        ObjectNode state = object.deepCopy();
        state.remove("status");
        state.withObject("/metadata")
                .remove(
                        Set.of(
                                "managedFields",
                                "resourceVersion",
                                "ownerReferences",
                                "finalizers",
                                "selfLink"));
        return state;
    }

    /** Keeps those that are in use, and the newest of the others. */
    void prune(Template template, Set<String> used, int kept) {
        String label = owner(template);
        List<ObjectNode> idle =
                known.values().stream()
                        .filter(one -> label.equals(Metadata.of(one).label(LABEL)))
                        .filter(
                                one ->
                                        Objects.equals(
                                                Metadata.of(one).namespace(),
                                                template.key().namespace()))
                        .filter(one -> used.stream().noneMatch(id -> isNamed(one, template, id)))
                        .sorted(Comparator.comparing(Revisions::created).reversed())
                        .toList();
        idle.stream().skip(kept).forEach(this::remove);
    }

    private static boolean isNamed(ObjectNode revision, Template template, String id) {
        return Metadata.key(revision).equals(key(template, id));
    }

    private static Instant created(ObjectNode revision) {
        return Objects.requireNonNullElse(Metadata.of(revision).creationTimestamp(), Instant.EPOCH);
    }

    private void remove(ObjectNode revision) {
        ObjectKey key = Metadata.key(revision);
        try {
            hub.delete(ResourcePath.of(RESOURCE, key), null);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        known.remove(key);
    }

    private static ObjectKey key(Template template, String id) {
        String binding = Binding.keyOf(template).name();
        String stem = binding.length() > STEM_MAX ? owner(template) : binding;
        return new ObjectKey(template.key().namespace(), stem + "-" + id);
    }

    /** A label's value is short. */
    private static String owner(Template template) {
        return Renderer.shortHash(template.kind() + " " + template.key());
    }

    @Override
    public void close() {
        mirror.close();
    }
}
