package io.pinisi.cluster.controllers.ttl;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.job.JobView;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Waits for the end of each job's time and deletes it, pods included. */
public final class FinishedJobCollector implements ClusterController {
    private static final String ACCOUNT = "ttl-after-finished-controller";
    private static final int WORKERS = 2;

    private final ApiClient client;
    private final InstantSource clock;
    private final Lister jobs;
    private final Controller<ObjectKey> controller;

    public FinishedJobCollector(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, WORKERS);
        Informer informer = environment.informers().of(Resources.JOBS);
        this.jobs = informer.lister();
        informer.addHandler(change -> controller.queue().add(Metadata.key(change.object())));
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
    }

    private Outcome reconcile(ObjectKey key) {
        Optional<Duration> left = jobs.find(key).flatMap(this::left);
        if (left.isEmpty()) {
            return Outcome.SETTLED;
        }
        if (left.get().isPositive()) {
            return Outcome.revisit(left.get());
        }
        return client.find(ResourcePath.of(Resources.JOBS, key))
                .filter(live -> left(live).filter(Duration::isPositive).isEmpty())
                .map(this::delete)
                .orElse(Outcome.SETTLED);
    }

    /** Empty where the job lives on: it has not finished, asks for no end, or is going already. */
    private Optional<Duration> left(ObjectNode tree) {
        JobView job = new JobView(tree);
        JsonNode seconds = Json.at(tree, "spec", "ttlSecondsAfterFinished");
        Instant finished = job.finishedAt();
        if (seconds == null || finished == null || job.metadata().isDeleting()) {
            return Optional.empty();
        }
        Instant end = finished.plusSeconds(seconds.asLong(0));
        return Optional.of(Duration.between(clock.instant(), end));
    }

    /** The server is asked once more before, for somebody may have given the job more time. */
    private Outcome delete(ObjectNode live) {
        if (left(live).isEmpty()) {
            return Outcome.SETTLED;
        }
        Metadata metadata = Metadata.of(live);
        ObjectNode options = Json.object().put("propagationPolicy", "Foreground");
        options.putObject("preconditions")
                .put("uid", metadata.uid())
                .put("resourceVersion", metadata.resourceVersion());
        try {
            client.delete(ResourcePath.of(Resources.JOBS, metadata.key()), options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        return Outcome.SETTLED;
    }
}
