package io.pinisi.cluster.controllers.testing;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Stands for every node agent: makes pods ready, lets deleted ones end. */
public final class SimulatedPods implements AutoCloseable {
    private final ApiClient client;
    private final InstantSource clock;
    private final Informer informer;
    private final Which which;
    private final AtomicInteger lastAddress = new AtomicInteger();
    private volatile Predicate<ObjectNode> healthy = pod -> true;

    /** Which pods come alive. */
    public enum Which {
        ALL,
        BOUND
    }

    public SimulatedPods(ApiClient client, InstantSource clock, Which which) {
        this.client = client;
        this.clock = clock;
        this.which = which;
        this.informer =
                new Informer(
                        client,
                        ResourcePath.all(Resources.PODS),
                        ListOptions.ALL,
                        InformerLimits.STANDARD);
        informer.addHandler(this::changed);
        informer.start();
    }

    /** Only these pods become ready. */
    public void onlyReadyIf(Predicate<ObjectNode> condition) {
        healthy = condition;
    }

    private void changed(Change change) {
        ObjectNode pod = change.object();
        if (change instanceof Change.Deleted) {
            return;
        }
        ObjectKey key = Metadata.key(pod);
        ResourcePath path = ResourcePath.of(Resources.PODS, key);
        try {
            if (Metadata.of(pod).isDeleting()) {
                ObjectNode now = Json.object();
                client.delete(path, now.put("gracePeriodSeconds", 0));
            } else if (isWaiting(pod)) {
                ObjectNode patch = Json.object();
                ObjectNode status = patch.putObject("status").put("phase", "Running");
                String address = "10.1.0." + lastAddress.incrementAndGet() % 250;
                status.put("podIP", address).putArray("podIPs").addObject().put("ip", address);
                boolean ready = healthy.test(pod);
                Conditions.set(status, Condition.of("Ready", ready, "", ""), clock.instant());
                client.patch(path.sub("status"), PatchType.MERGE, patch, WriteOptions.PLAIN);
            }
        } catch (ApiException e) {
            // gone meanwhile: nothing to simulate
        }
    }

    private boolean isWaiting(ObjectNode pod) {
        String phase = pod.path("status").path("phase").asString("");
        boolean bound = !pod.path("spec").path("nodeName").asString("").isEmpty();
        return (phase.isEmpty() || phase.equals("Pending")) && (bound || which == Which.ALL);
    }

    @Override
    public void close() {
        informer.close();
    }
}
