package io.pinisi.federation.rollout;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.MergePatch;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Rollouts of the hub, in memory by object, and the only writer of their status. What was
 * written counts at once; what somebody else wrote meanwhile makes a write fail, never overwrites.
 */
final class Records implements AutoCloseable {
    private static final String MANAGER = "pinisi-rollout";

    private final ApiClient hub;
    private final Listener listener;
    private final Map<Template, Row> rows = new ConcurrentHashMap<>();
    private final Mirror<ObjectNode> mirror;

    /** Told of every change, also of our own. */
    @FunctionalInterface
    interface Listener {
        void changed(Template template, boolean gone);
    }

    /**
     * @param uid of the object that it is for
     * @param tree as it is on the hub, not to be changed
     * @param progress empty until the first step is written
     */
    record Row(String uid, ObjectNode tree, Control control, Optional<Progress> progress) {
        static Row of(ObjectNode tree) {
            JsonNode status = tree.path("status");
            return new Row(
                    tree.path("spec").path("resource").path("uid").asString(""),
                    tree,
                    Control.of(tree.path("spec")),
                    status.has("run") ? Optional.of(ProgressTree.read(status)) : Optional.empty());
        }

        private long version() {
            return Long.parseLong(Metadata.of(tree).resourceVersion());
        }
    }

    Records(ApiClient hub, Listener listener) {
        this.hub = hub;
        this.listener = listener;
        this.mirror =
                new Mirror<>(
                        "rollouts",
                        hub,
                        Mirror.Source.all(FederationKinds.ROLLOUTS, "Rollout"),
                        object -> object,
                        this::changed);
    }

    void start(Duration wait) throws InterruptedException {
        mirror.start();
        if (!mirror.awaitSync(wait)) {
            throw new ApiException(Reason.TIMEOUT, "the hub does not list its rollouts");
        }
    }

    private void changed(ObjectKey key, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        ObjectNode tree = after != null ? after : before;
        if (tree == null) {
            return;
        }
        Template template = template(tree);
        if (template == null) {
            return;
        }
        if (after == null) {
            rows.computeIfPresent(
                    template,
                    (one, row) -> Metadata.uid(row.tree()).equals(Metadata.uid(tree)) ? null : row);
        } else {
            accept(template, after);
        }
        listener.changed(template, after == null);
    }

    /** Null for one whose name is not that of its object: such a one is nobody's. */
    private static @Nullable Template template(ObjectNode tree) {
        JsonNode resource = tree.path("spec").path("resource");
        Template template =
                new Template(
                        GroupVersionKind.of(
                                resource.path("apiVersion").asString(""),
                                resource.path("kind").asString("")),
                        new ObjectKey(
                                Metadata.of(tree).namespace(), resource.path("name").asString("")));
        return Binding.keyOf(template).equals(Metadata.key(tree)) ? template : null;
    }

    /** Comparing versions is right here: the hub is one of ours, and its versions are revisions. */
    private Row accept(Template template, ObjectNode tree) {
        tree.withObject("/metadata").remove("managedFields");
        return rows.merge(
                template,
                Row.of(tree),
                (known, other) -> known.version() > other.version() ? known : other);
    }

    Optional<Row> find(Template template) {
        return Optional.ofNullable(rows.get(template));
    }

    Set<Template> templates() {
        return Set.copyOf(rows.keySet());
    }

    Row create(ObjectNode object) {
        Template template = Template.of(object);
        ObjectNode tree = Json.object();
        tree.put("apiVersion", FederationKinds.PINISI_API).put("kind", "Rollout");
        ObjectKey key = Binding.keyOf(template);
        ObjectNode metadata = tree.putObject("metadata").put("name", key.name());
        metadata.put("namespace", key.namespace());
        Revisions.owned(metadata, object);
        ObjectNode resource = tree.putObject("spec").putObject("resource");
        resource.put("apiVersion", template.kind().apiVersion());
        resource.put("kind", template.kind().kind());
        resource.put("name", template.key().name()).put("uid", Metadata.uid(object));
        ResourcePath all = ResourcePath.all(FederationKinds.ROLLOUTS).in(key.namespace());
        return accept(template, hub.create(all, tree, WriteOptions.by(MANAGER)));
    }

    void write(Template template, Row row, ObjectNode status) {
        ObjectNode patch = Json.object();
        patch.putObject("metadata")
                .put("resourceVersion", Metadata.of(row.tree()).resourceVersion());
        patch.set("status", MergePatch.between(row.tree().path("status"), status));
        accept(
                template,
                hub.patch(
                        path(template).sub("status"),
                        PatchType.MERGE,
                        patch,
                        WriteOptions.by(MANAGER)));
    }

    void pause(Template template, Row row, String why) {
        ObjectNode status = row.tree().path("status").deepCopy().asObject();
        write(template, row, status.put("phase", Phase.PAUSED.text()).put("message", why));
    }

    void remove(Template template, Row row) {
        ObjectNode options = Json.object();
        options.putObject("preconditions").put("uid", Metadata.uid(row.tree()));
        try {
            hub.delete(path(template), options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        rows.remove(template, row);
    }

    private static ResourcePath path(Template template) {
        return ResourcePath.of(FederationKinds.ROLLOUTS, Binding.keyOf(template));
    }

    @Override
    public void close() {
        mirror.close();
    }
}
