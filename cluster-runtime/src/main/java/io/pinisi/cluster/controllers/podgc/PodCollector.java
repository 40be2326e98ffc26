package io.pinisi.cluster.controllers.podgc;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** Looks over all pods from time to time and removes the abandoned. */
public final class PodCollector implements ClusterController {
    static final Duration PERIOD = Duration.ofSeconds(20);

    /** A node may be gone for a moment while it is registered anew. */
    static final Duration QUARANTINE = Duration.ofSeconds(40);

    static final int ENDED_MAX = 12_500;
    private static final String ACCOUNT = "pod-garbage-collector";
    private static final String SWEEP = "sweep";

    private final ApiClient client;
    private final InstantSource clock;
    private final Lister pods;
    private final Lister nodes;
    private final Controller<String> controller;

    /** Since when each node is missing; touched by the one worker alone. */
    private final Map<String, Instant> missing = new HashMap<>();

    public PodCollector(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.pods = environment.informers().of(Resources.PODS).lister();
        this.nodes = environment.informers().of(Resources.NODES).lister();
        this.controller = Controller.of(ACCOUNT, clock, key -> sweep(), 1);
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

    Outcome sweep() {
        List<PodView> all = pods.list().stream().map(PodView::new).toList();
        Instant now = clock.instant();
        for (PodView pod : all) {
            if (isOfLostNode(pod, now) || isUnboundAndDeleted(pod)) {
                delete(pod);
            }
        }
        missing.keySet().removeIf(node -> nodes.find(ObjectKey.cluster(node)).isPresent());
        List<PodView> ended = all.stream().filter(PodView::isTerminal).toList();
        ended.stream()
                .sorted(
                        Comparator.comparing(
                                pod ->
                                        Objects.requireNonNullElse(
                                                pod.metadata().creationTimestamp(), Instant.EPOCH)))
                .limit(Math.max(0, ended.size() - ENDED_MAX))
                .forEach(this::delete);
        return Outcome.revisit(PERIOD);
    }

    private boolean isOfLostNode(PodView pod, Instant now) {
        String node = pod.nodeName();
        if (node.isEmpty() || nodes.find(ObjectKey.cluster(node)).isPresent()) {
            return false;
        }
        Instant since = missing.computeIfAbsent(node, n -> now);
        return !since.plus(QUARANTINE).isAfter(now)
                && client.find(ResourcePath.all(Resources.NODES).named(node)).isEmpty();
    }

    private static boolean isUnboundAndDeleted(PodView pod) {
        return pod.nodeName().isEmpty() && pod.metadata().isDeleting();
    }

    private void delete(PodView pod) {
        Metadata metadata = pod.metadata();
        ObjectNode options = Json.object().put("gracePeriodSeconds", 0);
        options.putObject("preconditions").put("uid", metadata.uid());
        try {
            client.delete(ResourcePath.of(Resources.PODS, metadata.key()), options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
    }
}
