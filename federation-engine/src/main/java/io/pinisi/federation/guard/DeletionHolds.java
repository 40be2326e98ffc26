package io.pinisi.federation.guard;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.MergePatch;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.watch.Mirror;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows what the fuse holds as one DeletionHold per cluster, and hears the confirmation: a person
 * who may update it sets {@code spec.confirmed} to the digest that stands in its status. Any other
 * digest, as of a list that has grown meanwhile, confirms nothing.
 */
public final class DeletionHolds implements AutoCloseable {
    private static final String MANAGER = "pinisi-fuse";
    private static final Duration GATHERING = Duration.ofMillis(300);

    /** Objects listed by name in a status; the count and the digest are of all. */
    private static final int LISTED_MAX = 100;

    private static final int DIGEST_BYTES = 8;

    private final ApiClient hub;
    private final InstantSource clock;
    private final Fuse fuse;
    private final BiConsumer<String, Template> released;
    private final Mirror<ObjectNode> mirror;
    private final Controller<String> controller;

    /**
     * @param released told of each object that may be deleted in a cluster now
     */
    public DeletionHolds(
            ApiClient hub,
            FuseLimits limits,
            InstantSource clock,
            BiConsumer<String, Template> released) {
        this.hub = hub;
        this.clock = clock;
        this.released = released;
        this.controller = Controller.of("deletion-holds", clock, this::reconcile, 1);
        this.fuse = new Fuse(limits, clock, this::changed);
        this.mirror =
                new Mirror<>(
                        "deletion-holds",
                        hub,
                        Mirror.Source.all(FederationKinds.DELETION_HOLDS, "DeletionHold"),
                        object -> object,
                        (key, before, after) -> controller.queue().add(key.name()));
    }

    public void start() {
        mirror.start();
        controller.start();
    }

    public Fuse fuse() {
        return fuse;
    }

    /** Many are held by one change: they are written together. */
    private void changed(String cluster) {
        controller.queue().addAfter(cluster, GATHERING);
    }

    private Outcome reconcile(String cluster) {
        Map<Template, Instant> held = fuse.held(cluster);
        ObjectNode object = mirror.find(ObjectKey.cluster(cluster)).orElse(null);
        if (held.isEmpty()) {
            remove(cluster);
            return Outcome.SETTLED;
        }
        if (object == null) {
            create(cluster);
            return Outcome.revisit(GATHERING);
        }
        ObjectNode status = status(held);
        String digest = status.path("digest").asString("");
        if (digest.equals(Json.text(object, "spec", "confirmed"))) {
            fuse.release(cluster, Set.copyOf(held.keySet()));
            held.keySet().forEach(template -> released.accept(cluster, template));
            return Outcome.SETTLED;
        }
        ObjectNode patch = MergePatch.between(object.path("status"), status);
        if (!patch.isEmpty()) {
            ObjectNode body = Json.object();
            body.set("status", patch);
            hub.patch(path(cluster).sub("status"), PatchType.MERGE, body, options());
        }
        return Outcome.SETTLED;
    }

    private ObjectNode status(Map<Template, Instant> held) {
        List<Template> ordered =
                held.keySet().stream().sorted(Comparator.comparing(Template::toString)).toList();
        Instant since =
                held.values().stream().min(Comparator.naturalOrder()).orElse(clock.instant());
        ObjectNode status = Json.object().put("count", held.size());
        status.put("since", Timestamps.seconds(since)).put("digest", digest(ordered));
        ArrayNode objects = status.putArray("objects");
        for (Template template : ordered.subList(0, Math.min(LISTED_MAX, ordered.size()))) {
            ObjectNode item = objects.addObject().put("apiVersion", template.kind().apiVersion());
            item.put("kind", template.kind().kind());
            if (template.key().namespace() != null) {
                item.put("namespace", template.key().namespace());
            }
            item.put("name", template.key().name());
        }
        return status;
    }

    private static String digest(List<Template> ordered) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Template template : ordered) {
                String line = template.kind().apiVersion() + ' ' + template + '\n';
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }

    private void create(String cluster) {
        ObjectNode object = Json.object().put("apiVersion", FederationKinds.PINISI_API);
        object.put("kind", "DeletionHold").putObject("metadata").put("name", cluster);
        object.putObject("spec");
        try {
            hub.create(ResourcePath.all(FederationKinds.DELETION_HOLDS), object, options());
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
        }
    }

    private void remove(String cluster) {
        ObjectNode object = mirror.find(ObjectKey.cluster(cluster)).orElse(null);
        if (object == null) {
            return;
        }
        ObjectNode preconditions = Json.object();
        preconditions.putObject("preconditions").put("uid", Metadata.uid(object));
        try {
            hub.delete(path(cluster), preconditions);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }

    private static ResourcePath path(String cluster) {
        return ResourcePath.of(FederationKinds.DELETION_HOLDS, ObjectKey.cluster(cluster));
    }

    private static WriteOptions options() {
        return WriteOptions.by(MANAGER);
    }

    @Override
    public void close() {
        mirror.close();
        controller.close();
    }
}
