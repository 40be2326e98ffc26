package io.pinisi.cluster.app;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.network.address.ClusterNetworks;
import io.pinisi.cluster.node.engine.NodeCleanup;
import io.pinisi.cluster.node.engine.TestImages;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.Containers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * Network policies between real pods on two nodes. Every asking pod notes, over and over, whether
 * it is answered, in a folder of the machine that the test reads.
 */
@ExtendWith(Containers.class)
class NetworkPolicyIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final ResourcePath PODS =
            ResourcePath.all(GroupVersionResource.of("v1", "pods")).in("default");
    private static final ResourcePath POLICIES =
            ResourcePath.all(GroupVersionResource.of("networking.k8s.io/v1", "networkpolicies"))
                    .in("default");

    @TempDir Path home;
    private Cluster cluster;
    private ApiClient admin;

    @BeforeEach
    void start() throws IOException {
        cluster =
                ClusterAssembly.start(
                        new ClusterOptions(
                                home,
                                "timor",
                                Listening.loopback(0),
                                List.of("timor-1", "timor-2"),
                                2,
                                NodeOptions.RuntimeChoice.CONTAINERD,
                                ClusterNetworks.onThisMachine(home).of("timor"),
                                null,
                                null,
                                List.of()));
        cluster.startNodes().importImages(TestImages.busybox(home));
        admin = cluster.api().client(UserInfo.of("admin", UserInfo.MASTERS));
    }

    @AfterEach
    void stop() {
        cluster.close();
        NodeCleanup.clean(home);
    }

    private void pod(String name, String node, String command) {
        admin.create(
                PODS,
                Yaml.parse(
                                """
                                apiVersion: v1
                                kind: Pod
                                metadata: {name: %s, namespace: default, labels: {app: %s}}
                                spec:
                                  nodeName: %s
                                  terminationGracePeriodSeconds: 0
                                  containers:
                                  - name: main
                                    image: %s
                                    command: [sh, -c, '%s']
                                    volumeMounts: [{name: notes, mountPath: /notes}]
                                    ports: [{name: http, containerPort: 8080}]
                                  volumes:
                                  - name: notes
                                    hostPath: {path: %s}
                                """
                                        .formatted(
                                                name,
                                                name,
                                                node,
                                                TestImages.BUSYBOX,
                                                command,
                                                home.resolve("notes")))
                        .getFirst(),
                WriteOptions.PLAIN);
    }

    private ObjectNode awaitAddress(String name) {
        Await.until(
                name + " has an address",
                LIMIT,
                () ->
                        admin.find(PODS.named(name))
                                .map(pod -> Json.text(pod, "status", "podIP"))
                                .filter(address -> !address.isEmpty())
                                .isPresent(),
                () -> admin.find(PODS.named(name)));
        return admin.get(PODS.named(name));
    }

    /** Asks for ever; a note holds the number of answers, and one of refusals. */
    private void asker(String name, String node, String address) {
        pod(
                name,
                node,
                ("mkdir -p /notes/%1$s; while true; do if nc -w 1 %2$s 8080 </dev/null; then echo y"
                                + " >> /notes/%1$s/yes; else echo n >> /notes/%1$s/no; fi;"
                                + " sleep 0.2; done")
                        .formatted(name, address));
    }

    private long notes(String asker, String answer) {
        Path file = home.resolve("notes").resolve(asker).resolve(answer);
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitMore(String asker, String answer) {
        long before = notes(asker, answer);
        Await.until(
                asker + " hears " + answer,
                LIMIT,
                () -> notes(asker, answer) > before + 4,
                () ->
                        asker
                                + " "
                                + notes(asker, "yes")
                                + " yes, "
                                + notes(asker, "no")
                                + " no "
                                + admin.list(PODS, ListOptions.ALL).items());
    }

    private void policy(String name, String spec) {
        admin.create(
                POLICIES,
                Yaml.parse(
                                """
                                apiVersion: networking.k8s.io/v1
                                kind: NetworkPolicy
                                metadata: {name: %s, namespace: default}
                                spec: %s
                                """
                                        .formatted(name, spec))
                        .getFirst(),
                WriteOptions.PLAIN);
    }

    @Test
    void aClosedPodIsOpenToWhomAPolicyNames() throws IOException {
        Files.createDirectories(home.resolve("notes"));
        pod(
                "server",
                "timor-1",
                "mkdir -p /www; echo hello > /www/index.html; exec httpd -f -p 8080 -h /www");
        String address = awaitAddress("server").at("/status/podIP").asString();
        asker("near", "timor-1", address);
        asker("far", "timor-2", address);
        awaitMore("near", "yes");
        awaitMore("far", "yes");

        policy("closed", "{podSelector: {matchLabels: {app: server}}}");
        awaitMore("near", "no");
        awaitMore("far", "no");

        policy(
                "far-only",
                "{podSelector: {matchLabels: {app: server}}, ingress: [{from: [{podSelector:"
                        + " {matchLabels: {app: far}}}], ports: [{port: http}]}]}");
        awaitMore("far", "yes");
        awaitMore("near", "no");

        policy("no-way-out", "{podSelector: {matchLabels: {app: far}}, policyTypes: [Egress]}");
        awaitMore("far", "no");

        for (String name : List.of("closed", "far-only", "no-way-out")) {
            admin.delete(POLICIES.named(name), null);
        }
        awaitMore("near", "yes");
        awaitMore("far", "yes");
    }
}
