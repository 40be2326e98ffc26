package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.network.address.Cidr;
import io.pinisi.cluster.network.address.ClusterNetwork;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.Kubectl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pods get other resources while they run, from kubectl to the node that only pretends to run. */
final class PodResizeIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final ResourcePath PODS =
            ResourcePath.all(GroupVersionResource.of("v1", "pods")).in("default");

    @TempDir static Path home;
    private static Cluster cluster;
    private static ApiClient admin;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() throws IOException {
        cluster =
                ClusterAssembly.start(
                        new ClusterOptions(
                                home,
                                "resized",
                                Listening.loopback(0),
                                List.of("resized-1"),
                                2,
                                NodeOptions.RuntimeChoice.SIMULATED,
                                new ClusterNetwork(Cidr.parse("10.98.0.0/16")),
                                null,
                                null,
                                List.of()));
        cluster.startNodes();
        admin = cluster.api().client(UserInfo.of("admin", UserInfo.MASTERS));
        kubectl = Kubectl.as(ClusterExtension.ADMIN, cluster.api(), home);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static ObjectNode running(String name, String container) {
        admin.create(
                PODS,
                Yaml.parse(
                                """
                                apiVersion: v1
                                kind: Pod
                                metadata: {name: %s, namespace: default}
                                spec:
                                  terminationGracePeriodSeconds: 0
                                  containers: [{name: main, image: busybox, %s}]
                                """
                                        .formatted(name, container))
                        .getFirst(),
                WriteOptions.by("test"));
        return await(name, pod -> status(pod).path("state").has("running"));
    }

    private static ObjectNode await(String name, Predicate<ObjectNode> wanted) {
        ResourcePath path = PODS.named(name);
        Await.until(
                name,
                SOON,
                () -> admin.find(path).filter(wanted).isPresent(),
                () -> admin.find(path));
        return admin.get(path);
    }

    private static JsonNode status(ObjectNode pod) {
        return pod.path("status").path("containerStatuses").path(0);
    }

    private static Kubectl.Result resize(String pod, String resources) throws IOException {
        return kubectl.run(
                "patch",
                "pod",
                pod,
                "--subresource",
                "resize",
                "-p",
                "{\"spec\":{\"containers\":[{\"name\":\"main\",\"resources\":%s}]}}"
                        .formatted(resources));
    }

    @Test
    void aRunningContainerGetsOtherResources() throws IOException {
        ObjectNode before =
                running(
                        "grows",
                        "resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 200m}}");
        assertEquals(
                "[{\"resourceName\":\"cpu\",\"restartPolicy\":\"NotRequired\"},"
                        + "{\"resourceName\":\"memory\",\"restartPolicy\":\"NotRequired\"}]",
                before.path("spec").path("containers").path(0).path("resizePolicy").toString());
        assertEquals(
                "100m", status(before).path("resources").path("requests").path("cpu").asString());

        resize("grows", "{\"requests\":{\"cpu\":\"150m\"},\"limits\":{\"cpu\":\"300m\"}}").ok();

        ObjectNode after =
                await(
                        "grows",
                        pod ->
                                status(pod)
                                        .path("resources")
                                        .path("limits")
                                        .path("cpu")
                                        .asString("")
                                        .equals("300m"));
        assertEquals("150m", status(after).path("allocatedResources").path("cpu").asString());
        assertEquals("64Mi", status(after).path("allocatedResources").path("memory").asString());
        assertEquals(0, status(after).path("restartCount").asInt());
        await("grows", pod -> !pod.path("status").has("resize"));
    }

    @Test
    void aContainerThatAsksForItIsStartedAnew() throws IOException {
        running(
                "restarts",
                "resources: {requests: {memory: 64Mi}, limits: {memory: 128Mi}}, resizePolicy:"
                        + " [{resourceName: memory, restartPolicy: RestartContainer}]");
        resize("restarts", "{\"limits\":{\"memory\":\"256Mi\"}}").ok();
        ObjectNode after =
                await(
                        "restarts",
                        pod ->
                                status(pod).path("restartCount").asInt(0) == 1
                                        && status(pod).path("state").has("running"));
        assertEquals(
                "256Mi", status(after).path("resources").path("limits").path("memory").asString());
    }

    @Test
    void whatTheNodeCannotGiveWaits() throws IOException {
        running("small", "resources: {requests: {cpu: 10m}}");
        resize("small", "{\"requests\":{\"cpu\":\"100k\"}}").ok();
        ObjectNode refused =
                await(
                        "small",
                        pod -> pod.path("status").path("resize").asString("").equals("Infeasible"));
        assertEquals("10m", status(refused).path("allocatedResources").path("cpu").asString());

        resize("small", "{\"requests\":{\"cpu\":\"20m\"}}").ok();
        await(
                "small",
                pod ->
                        status(pod)
                                        .path("allocatedResources")
                                        .path("cpu")
                                        .asString("")
                                        .equals("20m")
                                && !pod.path("status").has("resize"));
    }

    @Test
    void theRulesOfAResizeHold() throws IOException {
        running("strict", "resources: {requests: {cpu: 100m}, limits: {cpu: 200m}}");
        refuses(
                "{\"requests\":{\"memory\":\"64Mi\",\"cpu\":\"200m\"},"
                        + "\"limits\":{\"memory\":\"64Mi\"}}",
                "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of"
                        + " resizing");
        refuses(
                "{\"requests\":{\"cpu\":\"500m\"}}",
                "must be less than or equal to cpu limit of 200m");
        refuses(
                "{\"limits\":{\"ephemeral-storage\":\"1Gi\"}}",
                "only cpu and memory resources are mutable");
        refuses("{\"limits\":{\"cpu\":null}}", "resource limits cannot be removed");

        String plain =
                kubectl.run(
                                "patch",
                                "pod",
                                "strict",
                                "-p",
                                "{\"spec\":{\"containers\":[{\"name\":\"main\",\"resources\":"
                                        + "{\"requests\":{\"cpu\":\"150m\"}}}]}}")
                        .failed();
        assertTrue(plain.contains("pod updates may not change fields other than"), plain);
        String renamed =
                kubectl.run(
                                "patch",
                                "pod",
                                "strict",
                                "--subresource=resize",
                                "-p",
                                "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")
                        .ok();
        assertFalse(renamed.isEmpty());
        assertFalse(admin.get(PODS.named("strict")).path("metadata").has("labels"));
    }

    private static void refuses(String resources, String why) throws IOException {
        String refusal = resize("strict", resources).failed();
        assertTrue(refusal.contains(why), refusal);
    }

    @Test
    void quotasAndLimitRangesHoldForAResize() throws IOException {
        running("counted", "resources: {requests: {cpu: 50m}, limits: {cpu: 100m}}");
        kubectl.runWith(
                        """
                        apiVersion: v1
                        kind: LimitRange
                        metadata: {name: most, namespace: default}
                        spec: {limits: [{type: Pod, max: {cpu: "5"}}]}
                        """,
                        "create",
                        "-f",
                        "-")
                .ok();
        String refusal = resize("counted", "{\"limits\":{\"cpu\":\"6\"}}").failed();
        kubectl.run("delete", "limitrange", "most").ok();
        assertTrue(refusal.contains("maximum cpu usage per Pod is 5, but limit is 6"), refusal);

        kubectl.run("create", "quota", "most", "--hard=limits.cpu=2").ok();
        kubectl.run("wait", "quota/most", "--for=jsonpath={.status.used}", "--timeout=60s").ok();
        refusal = resize("counted", "{\"limits\":{\"cpu\":\"3\"}}").failed();
        kubectl.run("delete", "quota", "most").ok();
        assertTrue(refusal.contains("exceeded quota: most, requested: limits.cpu"), refusal);
    }
}
