package io.pinisi.cluster.controllers.testing;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.client.informer.SharedInformers;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.MemoryApi;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Controllers on an API in memory. */
public final class ControllerBench implements AutoCloseable {
    private final MemoryApi api;
    private final InstantSource clock;
    private final SharedInformers informers;
    private final List<AutoCloseable> open = new ArrayList<>();

    public ControllerBench(InstantSource clock) {
        this.clock = clock;
        this.api = new MemoryApi(clock);
        this.informers = new SharedInformers(api.client(), InformerLimits.STANDARD);
    }

    public MemoryApi api() {
        return api;
    }

    public ApiClient client() {
        return api.client();
    }

    public Environment environment() {
        return new Environment(informers, user -> api.client(), clock);
    }

    @SafeVarargs
    public final void start(Function<Environment, ClusterController>... makers) {
        List<ClusterController> made = new ArrayList<>();
        for (Function<Environment, ClusterController> maker : makers) {
            ClusterController controller = maker.apply(environment());
            made.add(controller);
            open.add(controller);
        }
        informers.start();
        try {
            if (!informers.awaitSync(Duration.ofSeconds(60))) {
                throw new AssertionError("informers did not sync");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        made.forEach(ClusterController::start);
    }

    /** Pods become running and ready by themselves, and end when deleted. */
    public SimulatedPods simulatePods() {
        SimulatedPods pods = new SimulatedPods(api.client(), clock, SimulatedPods.Which.ALL);
        open.addFirst(pods);
        return pods;
    }

    public ObjectNode create(GroupVersionResource resource, String namespace, String json) {
        ResourcePath path = ResourcePath.all(resource).in(namespace.isEmpty() ? null : namespace);
        return client().create(path, tree(json), WriteOptions.PLAIN);
    }

    public void patch(ResourcePath path, String json) {
        client().patch(path, PatchType.MERGE, tree(json), WriteOptions.PLAIN);
    }

    public static ObjectNode tree(String json) {
        return Json.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    public List<ObjectNode> all(GroupVersionResource resource) {
        return api.peekAll(ResourcePath.all(resource));
    }

    /** All objects that are not being deleted. */
    public List<ObjectNode> alive(GroupVersionResource resource) {
        return all(resource).stream().filter(o -> !Metadata.of(o).isDeleting()).toList();
    }

    public ObjectNode await(String what, ResourcePath path, Predicate<ObjectNode> condition) {
        return Await.that(what, () -> Optional.ofNullable(api.peek(path)).filter(condition));
    }

    public void awaitCount(GroupVersionResource resource, int count) {
        Await.until(count + " " + resource.resource(), () -> alive(resource).size() == count);
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : open) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        informers.close();
    }
}
