package io.pinisi.federation.inventory;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.MergePatch;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.kinds.ClusterValidation;
import io.pinisi.federation.kinds.FederationKinds;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** Keeps a ClusterProfile beside each Cluster; it goes with it, by its owner. */
public final class Inventory implements AutoCloseable {
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-inventory");

    private final ApiClient hub;
    private final Function<String, Optional<ObjectNode>> clusters;
    private final InstantSource clock;
    private final Controller<String> controller;

    /**
     * @param clusters the Cluster objects by name
     */
    public Inventory(
            ApiClient hub, Function<String, Optional<ObjectNode>> clusters, InstantSource clock) {
        this.hub = hub;
        this.clusters = clusters;
        this.clock = clock;
        this.controller = Controller.of("inventory", clock, this::reconcile, 1);
    }

    public void start() {
        controller.start();
    }

    public void changed(String cluster) {
        controller.queue().add(cluster);
    }

    private Outcome reconcile(String name) {
        ObjectNode cluster = clusters.apply(name).orElse(null);
        if (cluster == null || Metadata.of(cluster).isDeleting()) {
            return Outcome.SETTLED;
        }
        ClusterProfile profile = new ClusterProfile(cluster);
        ResourcePath path =
                ResourcePath.all(FederationKinds.CLUSTER_PROFILES)
                        .in(ClusterValidation.SYSTEM_NAMESPACE)
                        .named(name);
        ObjectNode stored =
                hub.find(path)
                        .filter(profile::stands)
                        .orElseGet(() -> hub.apply(path, profile.tree(), WRITE.forced()));
        ObjectNode status = profile.status(stored.path("status"), clock.instant());
        ObjectNode patch = MergePatch.between(stored.path("status"), status);
        if (!patch.isEmpty()) {
            ObjectNode body = Json.object();
            body.set("status", patch);
            hub.patch(path.sub("status"), PatchType.MERGE, body, WRITE);
        }
        return Outcome.SETTLED;
    }

    @Override
    public void close() {
        controller.close();
    }
}
