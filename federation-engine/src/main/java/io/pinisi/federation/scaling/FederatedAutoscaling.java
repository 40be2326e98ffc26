package io.pinisi.federation.scaling;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controllers.autoscaling.Scaler;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.kinds.ServedKinds;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Follows the autoscalers of the hub and has each looked at when its time comes. */
public final class FederatedAutoscaling implements AutoCloseable {
    private static final int WORKERS = 4;

    private final Scaler scaler;
    private final CronScaler cron;
    private final Mirror<ObjectNode> autoscalers;
    private final Mirror<ObjectNode> schedules;
    private final Controller<ObjectKey> scaling;
    private final Controller<ObjectKey> ticking;

    /**
     * @param members by name, those that are Ready
     */
    public FederatedAutoscaling(
            ApiClient hub,
            ServedKinds kinds,
            Supplier<Map<String, ApiClient>> members,
            EventRecorder events,
            InstantSource clock) {
        this.scaler =
                new Scaler(
                        hub,
                        new FleetPopulation(members),
                        new StatusWriter(hub, FederationKinds.FEDERATED_HPAS),
                        events,
                        clock);
        this.cron = new CronScaler(hub, kinds, events, clock);
        this.scaling = Controller.of("federated-hpa", clock, this::scale, WORKERS);
        this.ticking = Controller.of("cron-federated-hpa", clock, this::tick, 1);
        this.autoscalers = mirror(hub, FederationKinds.FEDERATED_HPAS, "FederatedHPA", scaling);
        this.schedules =
                mirror(hub, FederationKinds.CRON_FEDERATED_HPAS, "CronFederatedHPA", ticking);
    }

    private static Mirror<ObjectNode> mirror(
            ApiClient hub,
            GroupVersionResource resource,
            String kind,
            Controller<ObjectKey> controller) {
        return new Mirror<>(
                resource.resource(),
                hub,
                Mirror.Source.all(resource, kind),
                object -> object,
                (key, before, after) -> {
                    if (!sameSpec(before, after)) {
                        controller.queue().add(key);
                    }
                });
    }

    /** Our own status is no news. */
    private static boolean sameSpec(@Nullable ObjectNode before, @Nullable ObjectNode after) {
        return before != null && after != null && before.path("spec").equals(after.path("spec"));
    }

    public void start(Duration wait) throws InterruptedException {
        for (Mirror<ObjectNode> mirror : List.of(autoscalers, schedules)) {
            mirror.start();
            if (!mirror.awaitSync(wait)) {
                throw new ApiException(Reason.TIMEOUT, "the hub does not list its autoscalers");
            }
        }
        scaling.start();
        ticking.start();
    }

    private Outcome scale(ObjectKey key) {
        ObjectNode autoscaler = autoscalers.find(key).orElse(null);
        if (autoscaler == null) {
            scaler.forget(key);
            return Outcome.SETTLED;
        }
        return scaler.look(autoscaler);
    }

    private Outcome tick(ObjectKey key) {
        return schedules.find(key).map(cron::look).orElse(Outcome.SETTLED);
    }

    @Override
    public void close() {
        scaling.close();
        ticking.close();
        autoscalers.close();
        schedules.close();
    }
}
