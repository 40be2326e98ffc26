package io.pinisi.federation.testing;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Watch;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.kinds.FederationKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measures how long a change on the hub takes until a watcher of each member sees it: one change at
 * a time, and then all objects of a fresh namespace at once.
 */
public final class PropagationBench {
    private static final GroupVersionResource MAPS = GroupVersionResource.of("v1", "configmaps");
    private static final List<String> MEMBERS = List.of("bali", "flores");
    private static final int CHANGES = 100;
    private static final int MANY = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Archipelago sea;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    private PropagationBench(Archipelago sea) {
        this.sea = sea;
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (Archipelago sea = new Archipelago(MEMBERS).federate()) {
            new PropagationBench(sea).run();
        }
    }

    private void run() {
        MEMBERS.forEach(this::awaitReady);
        create(
                "v1",
                "namespaces",
                null,
                "{apiVersion: v1, kind: Namespace, metadata: {name: bench}}");
        create(
                FederationKinds.POLICY_API,
                "propagationpolicies",
                "bench",
                """
                apiVersion: policy.karmada.io/v1alpha1
                kind: PropagationPolicy
                metadata: {name: all, namespace: bench}
                spec: {resourceSelectors: [{apiVersion: v1, kind: ConfigMap}]}
                """);
        MEMBERS.forEach(this::follow);
        oneByOne();
        atOnce();
    }

    private void oneByOne() {
        write("single", "first");
        awaitSeen("single", "first");
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            String value = "v" + i;
            long begun = System.nanoTime();
            ObjectNode patch = Json.object();
            patch.putObject("data").put("value", value);
            sea.hub().patch(path("single"), PatchType.MERGE, patch, WriteOptions.PLAIN);
            awaitSeen("single", value);
            nanos.add(latest("single", value) - begun);
        }
        Collections.sort(nanos);
        System.out.printf(
                "hub write to visible in both members, %d changes: p50 %.1f ms, p99 %.1f ms%n",
                CHANGES, nanos.get(CHANGES / 2) / 1e6, nanos.get(CHANGES - 2) / 1e6);
    }

    private void atOnce() {
        long begun = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            write("many-" + i, "x");
        }
        double written = (System.nanoTime() - begun) / 1e9;
        for (int i = 0; i < MANY; i++) {
            awaitSeen("many-" + i, "x");
        }
        System.out.printf(
                "%d objects to %d members: written in %.2f s, everywhere after %.2f s%n",
                MANY, MEMBERS.size(), written, (System.nanoTime() - begun) / 1e9);
    }

    private void write(String name, String value) {
        create(
                "v1",
                "configmaps",
                "bench",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {value: %s}}"
                        .formatted(name, value));
    }

    private void create(
            String api,
            String resource,
            @org.jspecify.annotations.Nullable String in,
            String yaml) {
        sea.hub()
                .create(
                        ResourcePath.all(GroupVersionResource.of(api, resource)).in(in),
                        Yaml.parse(yaml).getFirst(),
                        WriteOptions.PLAIN);
    }

    private static ResourcePath path(String name) {
        return ResourcePath.of(MAPS, ObjectKey.of("bench", name));
    }

    /** Notes when each value is first seen in a member. */
    private void follow(String member) {
        ApiClient client = sea.member(member).admin();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (Watch watch =
                                    client.watch(ResourcePath.all(MAPS), ListOptions.ALL)) {
                                for (Watch.Event e = watch.next(); e != null; e = watch.next()) {
                                    String name = Json.text(e.object(), "metadata", "name");
                                    String value = Json.text(e.object(), "data", "value");
                                    seen.putIfAbsent(
                                            member + name + "=" + value, System.nanoTime());
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private void awaitSeen(String name, String value) {
        Await.until(
                name + " is everywhere",
                LIMIT,
                () -> MEMBERS.stream().allMatch(m -> seen.containsKey(m + name + "=" + value)),
                seen::size);
    }

    private long latest(String name, String value) {
        return MEMBERS.stream()
                .mapToLong(m -> seen.getOrDefault(m + name + "=" + value, 0L))
                .max()
                .orElse(0);
    }

    private void awaitReady(String member) {
        ResourcePath path = ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster(member));
        Await.until(
                member + " is ready",
                LIMIT,
                () -> Conditions.isTrue(sea.hub().get(path).path("status"), "Ready"),
                () -> sea.hub().get(path));
    }
}
