package io.pinisi.cluster.controllers.certificates;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Removes requests that were answered an hour ago, and those that nobody answered for a day. */
public final class RequestCleaner implements ClusterController {
    private static final String ACCOUNT = "certificate-controller";
    private static final String SWEEP = "sweep";
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration ANSWERED = Duration.ofHours(1);
    private static final Duration PENDING = Duration.ofHours(24);

    private final ApiClient client;
    private final InstantSource clock;
    private final Lister requests;
    private final Controller<String> controller;

    public RequestCleaner(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.requests = environment.informers().of(SigningController.REQUESTS).lister();
        this.controller =
                Controller.of("certificate-cleaner", environment.clock(), _ -> sweep(), 1);
    }

    @Override
    public void start() {
        controller.start();
        controller.queue().add(SWEEP);
    }

    @Override
    public void close() {
        controller.close();
    }

    private Outcome sweep() {
        Instant now = clock.instant();
        for (ObjectNode request : requests.list()) {
            if (isOld(request, now)) {
                delete(Metadata.of(request).name());
            }
        }
        return Outcome.revisit(PERIOD);
    }

    static boolean isOld(ObjectNode request, Instant now) {
        Instant answered = null;
        for (JsonNode condition : request.path("status").path("conditions")) {
            Instant at = Instant.parse(condition.path("lastUpdateTime").asString(now.toString()));
            answered = answered == null || at.isAfter(answered) ? at : answered;
        }
        if (answered != null) {
            return answered.plus(ANSWERED).isBefore(now);
        }
        Instant made =
                Objects.requireNonNullElse(Metadata.of(request).creationTimestamp(), Instant.MAX);
        return made.isBefore(now.minus(PENDING));
    }

    private void delete(String name) {
        try {
            client.delete(ResourcePath.all(SigningController.REQUESTS).named(name), null);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }
}
