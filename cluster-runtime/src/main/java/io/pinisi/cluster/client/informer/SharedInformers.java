package io.pinisi.cluster.client.informer;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The informers of one client, one per resource, so that each collection is watched and kept once
 * however many controllers read it. Thread-safe; guarded by {@code this}.
 */
public final class SharedInformers implements AutoCloseable {
    private static final List<String> IDENTITY = List.of("apiVersion", "kind", "metadata");

    private final ApiClient client;
    private final InformerLimits limits;
    private final Map<GroupVersionResource, Informer> whole = new HashMap<>();
    private final Map<GroupVersionResource, Informer> metadata = new HashMap<>();
    private boolean started;
    private boolean closed;

    public SharedInformers(ApiClient client, InformerLimits limits) {
        this.client = client;
        this.limits = limits;
    }

    public ApiClient client() {
        return client;
    }

    /** The informer of whole objects; started at once when the others are already. */
    public synchronized Informer of(GroupVersionResource resource) {
        return begun(
                whole.computeIfAbsent(
                        resource,
                        r -> new Informer(client, ResourcePath.all(r), ListOptions.ALL, limits)));
    }

    /** An informer that keeps metadata alone, unless whole objects are kept anyway. */
    public synchronized Informer metadataOf(GroupVersionResource resource) {
        Informer existing = whole.get(resource);
        if (existing != null) {
            return existing;
        }
        return begun(
                metadata.computeIfAbsent(
                        resource,
                        r ->
                                new Informer(
                                        client,
                                        ResourcePath.all(r),
                                        ListOptions.ALL,
                                        limits,
                                        SharedInformers::metadataOnly)));
    }

    /** Stops following a resource that is no longer served. */
    public synchronized void forgetMetadata(GroupVersionResource resource) {
        Informer informer = metadata.remove(resource);
        if (informer != null) {
            informer.close();
        }
    }

    private Informer begun(Informer informer) {
        if (closed) {
            informer.close();
        } else if (started) {
            informer.start();
        }
        return informer;
    }

    private static ObjectNode metadataOnly(ObjectNode object) {
        ObjectNode reduced = Json.object();
        for (String field : IDENTITY) {
            JsonNode value = object.get(field);
            if (value != null) {
                reduced.set(field, value);
            }
        }
        return Informer.withoutManagedFields(reduced);
    }

    public synchronized void start() {
        started = true;
        whole.values().forEach(Informer::start);
        metadata.values().forEach(Informer::start);
    }

    /** Waits for the first list of all of them; false when {@code wait} was too short. */
    public boolean awaitSync(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        List<Informer> all;
        synchronized (this) {
            all = List.copyOf(whole.values());
        }
        for (Informer informer : all) {
            if (!informer.awaitSync(Duration.ofNanos(deadline - System.nanoTime()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        whole.values().forEach(Informer::close);
        metadata.values().forEach(Informer::close);
    }
}
