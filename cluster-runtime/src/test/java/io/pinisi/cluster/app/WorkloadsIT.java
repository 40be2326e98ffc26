package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.controllers.testing.SimulatedPods;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Controllers and scheduler on a real API server, driven by the real kubectl. */
class WorkloadsIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();

    @TempDir static Path folder;

    private static @Nullable Parts parts;

    /** What runs during the tests, started and ended together. */
    private record Parts(
            ControllersAssembly controllers,
            SchedulerAssembly scheduler,
            SimulatedPods pods,
            ScheduledExecutorService heart,
            Kubectl kubectl) {
        static Parts start(Path folder) throws IOException {
            ApiClient admin = CLUSTER.admin();
            addNode(admin, "n1");
            addNode(admin, "n2");
            return new Parts(
                    ControllersAssembly.start(
                            ControllersOptions.of(CLUSTER::client, "PEM", Profile.CLUSTER)),
                    SchedulerAssembly.start(CLUSTER::client),
                    new SimulatedPods(admin, InstantSource.system(), SimulatedPods.Which.BOUND),
                    heartOf(admin, "n1", "n2"),
                    Kubectl.as(ClusterExtension.ADMIN, CLUSTER.server(), folder));
        }

        void close() {
            heart.shutdownNow();
            pods.close();
            scheduler.close();
            controllers.close();
        }
    }

    /** Nodes that do not beat are soon called unknown. */
    private static ScheduledExecutorService heartOf(ApiClient admin, String... nodes) {
        ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
        var unused =
                heart.scheduleAtFixedRate(
                        () -> List.of(nodes).forEach(node -> beatOrMiss(admin, node)),
                        0,
                        5,
                        TimeUnit.SECONDS);
        return heart;
    }

    /** One beat that is missed must not be the last. */
    private static void beatOrMiss(ApiClient admin, String node) {
        try {
            beat(admin, node);
        } catch (ApiException e) {
            // the next one is due in seconds
        }
    }

    private static void beat(ApiClient admin, String node) {
        admin.patch(
                ResourcePath.all(Resources.NODES).named(node).sub("status"),
                PatchType.MERGE,
                ControllerBench.tree(
                        "{'status': {'conditions': [{'type': 'Ready', 'status': 'True',"
                                + " 'lastHeartbeatTime': '"
                                + Timestamps.seconds(Instant.now())
                                + "'}]}}"),
                WriteOptions.PLAIN);
    }

    private static void addNode(ApiClient admin, String name) {
        ResourcePath nodes = ResourcePath.all(Resources.NODES);
        admin.create(
                nodes,
                ControllerBench.tree(
                        "{'apiVersion': 'v1', 'kind': 'Node', 'metadata': {'name': '"
                                + name
                                + "', 'labels': {'kubernetes.io/hostname': '"
                                + name
                                + "'}}}"),
                WriteOptions.PLAIN);
        admin.patch(
                nodes.named(name).sub("status"),
                PatchType.MERGE,
                ControllerBench.tree(
                        "{'status': {'allocatable': {'cpu': '4', 'memory': '8Gi', 'pods': '110'},"
                                + " 'capacity': {'cpu': '4', 'memory': '8Gi', 'pods': '110'}}}"),
                WriteOptions.PLAIN);
    }

    @BeforeAll
    static void start() throws IOException {
        parts = Parts.start(folder);
        Await.until(
                "the default service account",
                () ->
                        CLUSTER.admin()
                                .find(
                                        ResourcePath.of(
                                                Resources.SERVICE_ACCOUNTS,
                                                ObjectKey.of("default", "default")))
                                .isPresent());
    }

    @AfterAll
    static void stop() {
        if (parts != null) {
            parts.close();
        }
    }

    private static String kubectl(String... arguments) throws IOException {
        return Objects.requireNonNull(parts).kubectl().run(arguments).ok();
    }

    private static List<ObjectNode> list(GroupVersionResource resource, String namespace) {
        return CLUSTER.admin()
                .list(ResourcePath.all(resource).in(namespace), ListOptions.ALL)
                .items();
    }

    private static void namespace(String name) throws IOException {
        kubectl("create", "namespace", name);
        Await.until(
                "account in " + name,
                () ->
                        CLUSTER.admin()
                                .find(
                                        ResourcePath.of(
                                                Resources.SERVICE_ACCOUNTS,
                                                ObjectKey.of(name, "default")))
                                .isPresent());
    }

    @Test
    void deploymentIsRolledOutScaledUndonePausedAndDeleted() throws IOException {
        namespace("roll");
        kubectl("-n", "roll", "create", "deployment", "web", "--image=nginx:1", "--replicas=3");
        String status = kubectl("-n", "roll", "rollout", "status", "deployment/web");
        assertTrue(status.contains("successfully rolled out"), status);
        assertTrue(
                list(Resources.PODS, "roll").stream()
                        .noneMatch(pod -> pod.at("/spec/nodeName").asString("").isEmpty()));

        kubectl("-n", "roll", "scale", "deployment/web", "--replicas=5");
        kubectl("-n", "roll", "rollout", "status", "deployment/web");
        assertEquals(5, list(Resources.PODS, "roll").size());

        kubectl("-n", "roll", "set", "image", "deployment/web", "nginx=nginx:2");
        kubectl("-n", "roll", "rollout", "status", "deployment/web");
        String history = kubectl("-n", "roll", "rollout", "history", "deployment/web");
        assertTrue(history.contains("1 ") && history.contains("2 "), history);

        kubectl("-n", "roll", "rollout", "undo", "deployment/web");
        kubectl("-n", "roll", "rollout", "status", "deployment/web");
        assertEquals(
                "nginx:1",
                kubectl(
                        "-n",
                        "roll",
                        "get",
                        "deployment/web",
                        "-o",
                        "jsonpath={.spec.template.spec.containers[0].image}"));
        assertEquals(
                "3",
                kubectl(
                        "-n",
                        "roll",
                        "get",
                        "deployment/web",
                        "-o",
                        "jsonpath={.metadata.annotations.deployment\\.kubernetes\\.io/revision}"));

        kubectl("-n", "roll", "rollout", "pause", "deployment/web");
        kubectl("-n", "roll", "set", "image", "deployment/web", "nginx=nginx:3");
        Await.until(
                "paused",
                () ->
                        list(Resources.DEPLOYMENTS, "roll")
                                .getFirst()
                                .toString()
                                .contains("DeploymentPaused"));
        assertEquals(2, list(Resources.REPLICA_SETS, "roll").size());
        kubectl("-n", "roll", "rollout", "resume", "deployment/web");
        kubectl("-n", "roll", "rollout", "status", "deployment/web");

        kubectl("-n", "roll", "delete", "deployment", "web");
        Await.until(
                "all gone",
                () ->
                        list(Resources.REPLICA_SETS, "roll").isEmpty()
                                && list(Resources.PODS, "roll").isEmpty());
    }

    @Test
    void cascadesAreForegroundBackgroundOrOrphan() throws IOException {
        namespace("cascade");
        for (String name : List.of("front", "orphan")) {
            kubectl("-n", "cascade", "create", "deployment", name, "--image=nginx");
            kubectl("-n", "cascade", "rollout", "status", "deployment/" + name);
        }
        kubectl("-n", "cascade", "delete", "deployment", "front", "--cascade=foreground");
        assertEquals(1, list(Resources.REPLICA_SETS, "cascade").size());
        kubectl("-n", "cascade", "delete", "deployment", "orphan", "--cascade=orphan");
        ObjectNode left = list(Resources.REPLICA_SETS, "cascade").getFirst();
        assertTrue(Metadata.of(left).owners().isEmpty());
        assertFalse(list(Resources.PODS, "cascade").isEmpty());
        kubectl("-n", "cascade", "create", "deployment", "orphan", "--image=nginx");
        kubectl("-n", "cascade", "rollout", "status", "deployment/orphan");
        assertEquals(1, list(Resources.REPLICA_SETS, "cascade").size());
    }

    @Test
    void serviceFindsItsPodsAndNamespaceTakesAllWithIt() throws IOException {
        namespace("going");
        kubectl("-n", "going", "create", "deployment", "web", "--image=nginx", "--port=80");
        kubectl("-n", "going", "expose", "deployment", "web", "--port=80");
        kubectl("-n", "going", "rollout", "status", "deployment/web");
        Await.until(
                "endpoint",
                () ->
                        list(Resources.ENDPOINT_SLICES, "going").stream()
                                .anyMatch(
                                        s ->
                                                s.at("/endpoints/0/conditions/ready")
                                                        .asBoolean(false)));
        Await.until(
                "legacy endpoint",
                () ->
                        list(Resources.ENDPOINTS, "going").stream()
                                .anyMatch(e -> !e.at("/subsets/0/addresses").isEmpty()));
        kubectl("delete", "namespace", "going");
        assertTrue(
                CLUSTER.admin()
                        .find(ResourcePath.of(Resources.NAMESPACES, ObjectKey.cluster("going")))
                        .isEmpty());
        assertTrue(list(Resources.PODS, "going").isEmpty());
    }

    @Test
    void podThatFitsNowhereIsExplained() throws IOException {
        namespace("tight");
        kubectl(
                "-n",
                "tight",
                "run",
                "big",
                "--image=nginx",
                "--overrides={\"spec\":{\"containers\":[{\"name\":\"big\",\"image\":\"nginx\","
                        + "\"resources\":{\"requests\":{\"cpu\":\"64\"}}}]}}");
        Await.until(
                "explained",
                () ->
                        list(Resources.PODS, "tight")
                                .getFirst()
                                .toString()
                                .contains("0/2 nodes are available: 2 Insufficient cpu."));
        Await.until(
                "event",
                () ->
                        list(Resources.EVENTS, "tight").stream()
                                .anyMatch(
                                        e ->
                                                e.path("reason")
                                                        .asString("")
                                                        .equals("FailedScheduling")));
    }

    private static void apply(String namespace, String file, String yaml) throws IOException {
        Path path = Files.writeString(folder.resolve(file), yaml);
        kubectl("-n", namespace, "apply", "-f", path.toString());
    }

    private static void end(String namespace, String phase) {
        for (ObjectNode pod : list(Resources.PODS, namespace)) {
            CLUSTER.admin()
                    .patch(
                            ResourcePath.of(Resources.PODS, Metadata.key(pod)).sub("status"),
                            PatchType.MERGE,
                            ControllerBench.tree("{'status': {'phase': '" + phase + "'}}"),
                            WriteOptions.PLAIN);
        }
    }

    private static void awaitRunning(String namespace, int count) {
        Await.until(
                count + " running pods",
                () ->
                        list(Resources.PODS, namespace).stream()
                                        .filter(
                                                p ->
                                                        p.at("/status/phase")
                                                                .asString("")
                                                                .equals("Running"))
                                        .count()
                                == count);
    }

    @Test
    void jobsCompleteAndCronJobsMakeThem() throws IOException {
        namespace("batch");
        kubectl("-n", "batch", "create", "job", "sum", "--image=sum");
        awaitRunning("batch", 1);
        end("batch", "Succeeded");
        kubectl("-n", "batch", "wait", "--for=condition=complete", "job/sum", "--timeout=90s");
        String jobs = kubectl("-n", "batch", "get", "jobs");
        assertTrue(jobs.matches("(?s).*sum +Complete +1/1 .*"), jobs);

        kubectl("-n", "batch", "create", "cronjob", "tick", "--image=tick", "--schedule=0 0 1 1 *");
        kubectl("-n", "batch", "create", "job", "now", "--from=cronjob/tick");
        awaitRunning("batch", 1);
        kubectl("-n", "batch", "delete", "job", "now", "sum");
        Await.until("pods of jobs gone", () -> list(Resources.PODS, "batch").isEmpty());
    }

    @Test
    void statefulSetsAndDaemonSetsAreRolledOut() throws IOException {
        namespace("sets");
        apply(
                "sets",
                "sts.yaml",
                """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db}
                spec:
                  serviceName: db
                  replicas: 2
                  selector: {matchLabels: {app: db}}
                  template:
                    metadata: {labels: {app: db}}
                    spec: {containers: [{name: main, image: "db:1"}]}
                """);
        kubectl("-n", "sets", "rollout", "status", "statefulset/db", "--timeout=90s");
        kubectl("-n", "sets", "set", "image", "statefulset/db", "main=db:2");
        kubectl("-n", "sets", "rollout", "status", "statefulset/db", "--timeout=90s");
        kubectl("-n", "sets", "rollout", "undo", "statefulset/db");
        kubectl("-n", "sets", "rollout", "status", "statefulset/db", "--timeout=90s");
        String images =
                kubectl(
                        "-n",
                        "sets",
                        "get",
                        "pods",
                        "-o",
                        "jsonpath={.items[*].spec.containers[0].image}");
        assertEquals("db:1 db:1", images);
        String sets = kubectl("-n", "sets", "get", "sts");
        assertTrue(sets.matches("(?s).*db +2/2 .*"), sets);

        apply(
                "sets",
                "ds.yaml",
                """
                apiVersion: apps/v1
                kind: DaemonSet
                metadata: {name: log}
                spec:
                  selector: {matchLabels: {app: log}}
                  template:
                    metadata: {labels: {app: log}}
                    spec: {containers: [{name: main, image: "log:1"}]}
                """);
        kubectl("-n", "sets", "rollout", "status", "daemonset/log", "--timeout=90s");
        kubectl("-n", "sets", "set", "image", "daemonset/log", "main=log:2");
        kubectl("-n", "sets", "rollout", "status", "daemonset/log", "--timeout=90s");
        String history = kubectl("-n", "sets", "rollout", "history", "daemonset/log");
        assertTrue(history.contains("1 ") && history.contains("2 "), history);
        String nodes =
                kubectl(
                        "-n",
                        "sets",
                        "get",
                        "pods",
                        "-l",
                        "app=log",
                        "-o",
                        "jsonpath={.items[*].spec.nodeName}");
        assertEquals(Set.of("n1", "n2"), Set.of(nodes.split(" ")));
    }

    @Test
    void aStatefulSetMakesClaimsAndLetsThemGoWithIt() throws IOException {
        namespace("claims");
        apply(
                "claims",
                "claims.yaml",
                """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: db}
                spec:
                  serviceName: db
                  replicas: 1
                  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}
                  selector: {matchLabels: {app: db}}
                  template:
                    metadata: {labels: {app: db}}
                    spec: {containers: [{name: main, image: "db:1"}]}
                  volumeClaimTemplates:
                  - metadata: {name: data}
                    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        Await.until(
                "a claim that belongs to the set",
                () ->
                        list(Resources.CLAIMS, "claims").stream()
                                .map(Metadata::of)
                                .anyMatch(
                                        claim ->
                                                claim.name().equals("data-db-0")
                                                        && !claim.owners().isEmpty()));
        kubectl("-n", "claims", "delete", "statefulset", "db");
        Await.until("claims gone", () -> list(Resources.CLAIMS, "claims").isEmpty());
    }

    @Test
    void aBudgetHoldsADrainBack() throws IOException {
        namespace("guard");
        kubectl("-n", "guard", "create", "deployment", "web", "--image=nginx", "--replicas=2");
        kubectl("-n", "guard", "rollout", "status", "deployment/web", "--timeout=90s");
        kubectl("-n", "guard", "create", "pdb", "web", "--selector=app=web", "--min-available=2");
        Await.until(
                "budget reckoned",
                () ->
                        list(Resources.DISRUPTION_BUDGETS, "guard")
                                        .getFirst()
                                        .at("/status/currentHealthy")
                                        .asInt()
                                == 2);
        String node = list(Resources.PODS, "guard").getFirst().at("/spec/nodeName").asString();
        try {
            Kubectl.Result held =
                    Objects.requireNonNull(parts)
                            .kubectl()
                            .run("drain", node, "--pod-selector=app=web", "--timeout=12s");
            assertTrue(
                    held.toString()
                            .contains(
                                    "Cannot evict pod as it would violate the pod's disruption"
                                            + " budget"),
                    held.toString());
            kubectl("-n", "guard", "delete", "pdb", "web");
            kubectl("drain", node, "--pod-selector=app=web", "--timeout=90s");
        } finally {
            kubectl("uncordon", node);
        }
    }

    @Test
    void anAutoscalerIsReadInBothOfItsVersions() throws IOException {
        namespace("scale");
        kubectl("-n", "scale", "create", "deployment", "web", "--image=nginx");
        kubectl("-n", "scale", "autoscale", "deployment", "web", "--max=4", "--cpu-percent=70");
        for (String version : List.of("v1", "v2")) {
            String shown =
                    kubectl(
                            "-n",
                            "scale",
                            "get",
                            "horizontalpodautoscalers." + version + ".autoscaling",
                            "web");
            assertTrue(shown.contains("Deployment/web"), shown);
            assertTrue(shown.contains("<unknown>/70%"), shown);
        }
        assertEquals(
                "70",
                kubectl(
                        "-n",
                        "scale",
                        "get",
                        "horizontalpodautoscalers.v1.autoscaling",
                        "web",
                        "-o",
                        "jsonpath={.spec.targetCPUUtilizationPercentage}"));
        String resources = kubectl("api-resources", "--api-group=autoscaling");
        assertTrue(resources.contains("autoscaling/v2"), resources);
    }
}
