package io.pinisi.federation.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controllers.autoscaling.Scaler;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.kinds.FederationKinds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** One look at an autoscaler whose pods run in several clusters. */
final class FleetScalingTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    private final List<ObjectNode> written = new ArrayList<>();

    /** Answers reads by the beginning of their path, and keeps what is written. */
    private ApiClient server(Map<String, String> answers) {
        return new ApiClient(
                request -> {
                    if (!request.method().equals("GET")) {
                        if (!request.path().contains("/events")) {
                            written.add(Json.parse(request.body()));
                        }
                        return answer(200, request.body());
                    }
                    return answers.entrySet().stream()
                            .filter(entry -> request.path().startsWith(entry.getKey()))
                            .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                            .map(entry -> answer(200, json(entry.getValue())))
                            .orElseGet(
                                    () ->
                                            answer(
                                                    404,
                                                    json(
                                                            "{kind: Status, status: Failure,"
                                                                    + " reason: NotFound, code:"
                                                                    + " 404}")));
                });
    }

    private static byte[] json(String yaml) {
        return Yaml.parse(yaml).getFirst().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Transport.Response answer(int code, byte[] body) {
        return new Transport.Response(code, Map.of(), new Transport.Body.Whole(body));
    }

    private ApiClient hub() {
        return server(
                Map.of(
                        "/api/v1",
                        "{resources: []}",
                        "/apis/apps/v1/namespaces/shop/deployments/web/scale",
                        "{metadata: {name: web, namespace: shop}, spec: {replicas: 2}, status:"
                                + " {replicas: 2, selector: app=web}}",
                        "/apis/apps/v1",
                        "{groupVersion: apps/v1, resources: [{name: deployments, kind: Deployment,"
                                + " namespaced: true, verbs: [get]}]}",
                        "/apis",
                        "{groups: [{preferredVersion: {groupVersion: apps/v1}}]}"));
    }

    /** A cluster with one pod, {@code web-0}, that asks for 100m and uses as much as is said. */
    private ApiClient member(String used) {
        return server(
                new TreeMap<>(
                        Map.of(
                                "/api/v1/namespaces/shop/pods",
                                """
                                {metadata: {}, items: [{metadata: {name: web-0, namespace: shop},
                                 spec: {containers: [{name: c, resources: {requests: {cpu: 100m}}}]},
                                 status: {phase: Running, startTime: '2026-03-10T10:00:00Z',
                                  conditions: [{type: Ready, status: 'True',
                                   lastTransitionTime: '2026-03-10T10:00:00Z'}]}}]}
                                """,
                                "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods",
                                """
                                {metadata: {}, items: [{metadata: {name: web-0, namespace: shop},
                                 timestamp: '2026-03-10T11:59:50Z', window: 15s,
                                 containers: [{name: c, usage: {cpu: %s}}]}]}
                                """
                                        .formatted(used))));
    }

    private static ObjectNode autoscaler() {
        return Yaml.parse(
                        """
                        apiVersion: autoscaling.karmada.io/v1alpha1
                        kind: FederatedHPA
                        metadata: {name: web, namespace: shop, generation: 1, resourceVersion: '1'}
                        spec:
                          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                          minReplicas: 1
                          maxReplicas: 10
                          metrics:
                          - type: Resource
                            resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
                        """)
                .getFirst();
    }

    private void look(Map<String, ApiClient> members) {
        ApiClient hub = hub();
        InstantSource clock = InstantSource.fixed(NOW);
        try (EventRecorder events = EventRecorder.of(hub, "test", clock)) {
            new Scaler(
                            hub,
                            new FleetPopulation(() -> members),
                            new StatusWriter(hub, FederationKinds.FEDERATED_HPAS),
                            events,
                            clock)
                    .look(autoscaler());
        }
    }

    @Test
    void whatPodsOfTheSameNameUseInTwoClustersIsTakenTogether() {
        look(new TreeMap<>(Map.of("bali", member("90m"), "flores", member("110m"))));
        assertEquals(4, written.getFirst().at("/spec/replicas").asInt(), "100 of 50 percent");
        ObjectNode status = written.getLast();
        assertEquals(
                100,
                status.at("/status/currentMetrics/0/resource/current/averageUtilization").asInt());
        assertEquals(4, status.at("/status/desiredReplicas").asInt());
    }

    @Test
    void aClusterThatDoesNotTellKeepsTheOthersFromShrinking() {
        ApiClient mute = server(Map.of());
        look(new TreeMap<>(Map.of("bali", member("50m"), "flores", mute)));
        assertEquals(1, written.size(), "the status alone");
        assertEquals(2, written.getFirst().at("/status/desiredReplicas").asInt());
    }

    @Test
    void whereNobodyTellsNothingIsKnown() {
        FleetPopulation nobody = new FleetPopulation(() -> Map.of("bali", server(Map.of())));
        assertThrows(ApiException.class, () -> nobody.usage("shop", "app=web"));
    }
}
