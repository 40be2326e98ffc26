package io.pinisi.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The newcomer's walk with {@code kubectl}: one application on two clusters, from apply to delete.
 */
@ExtendWith(PinisiExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KubectlWalkE2E {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final List<String> MEMBERS = List.of("bali", "flores");

    private final Pinisi pinisi;
    private Kubectl hub;

    KubectlWalkE2E(Pinisi pinisi) {
        this.pinisi = pinisi;
        this.hub = pinisi.kubectl("hub");
    }

    @BeforeEach
    void hub() {
        hub = pinisi.kubectl("hub");
    }

    @Test
    @Order(1)
    void bothMembersAreReadyWithTwoRealNodesEach() {
        Await.until(
                "clusters ready",
                SOON,
                () -> hub.ok("get", "clusters", "--no-headers"),
                list ->
                        list.lines().count() == 2
                                && list.lines().allMatch(line -> line.contains("True")));
        for (String member : MEMBERS) {
            String nodes =
                    Await.until(
                            "two Ready nodes in " + member,
                            SOON,
                            () ->
                                    pinisi.kubectl(member)
                                            .ok("get", "nodes", "-o", "wide", "--no-headers"),
                            list -> list.lines().filter(l -> l.contains(" Ready ")).count() == 2);
            assertTrue(nodes.contains("containerd://"), "real containers, not simulated: " + nodes);
        }
    }

    @Test
    @Order(2)
    void applyOnTheHubRunsInBothMembers() {
        hub.runWithInput(Manifests.read("greeter.yaml"), "apply", "-f", "-").orFail();
        hub.ok("rollout", "status", "deployment/greeter", "--timeout=150s");
        for (String member : MEMBERS) {
            assertEquals(
                    "2",
                    pinisi.kubectl(member)
                            .ok(
                                    "get",
                                    "deployment",
                                    "greeter",
                                    "-o",
                                    "jsonpath={.status.readyReplicas}"));
        }
        assertTrue(hub.ok("get", "deployment", "greeter", "-o", "wide").contains("pinisi/web:1.0"));
        assertTrue(
                hub.ok("get", "deployment", "greeter", "-o", "yaml").contains("kind: Deployment"));
        assertTrue(hub.ok("get", "deployment", "greeter", "-o", "json").contains("\"Deployment\""));
        assertTrue(hub.ok("describe", "deployment", "greeter").contains("Replicas:"));
    }

    @Test
    @Order(3)
    void theApplicationAnswersThroughTheNodePortOfEachCluster() {
        for (String member : MEMBERS) {
            String page =
                    Await.until(
                            "answer in " + member,
                            SOON,
                            () -> page(member),
                            text -> !text.isEmpty());
            assertTrue(page.contains("Ahoy from the archipelago"), page);
            assertTrue(page.contains(member), "the page names its cluster: " + page);
        }
    }

    @Test
    @Order(4)
    void servicesAreFoundByNameInsideAPod() {
        Kubectl bali = pinisi.kubectl("bali");
        String pod = pod("bali");
        Await.until(
                "the service answers by its name",
                SOON,
                () -> bali.run("exec", pod, "--", "wget", "-q", "-O-", "http://greeter.default"),
                result -> result.out().contains("Ahoy from the archipelago"));
    }

    @Test
    @Order(4)
    void anIngressBringsRequestsToThePods() {
        Kubectl bali = pinisi.kubectl("bali");
        bali.ok("create", "ingress", "greeter", "--rule=/*=greeter:80");
        Await.until(
                "an answer through the ingress",
                SOON,
                () -> http(pinisi.ingressUrl(0) + "/"),
                text -> text.contains("Ahoy") && text.contains("in cluster bali"));
        bali.ok("delete", "ingress", "greeter");
    }

    /** The variables that every in-cluster client reads, and what answers there. */
    @Test
    @Order(4)
    void aPodFindsTheApiServer() {
        String command =
                "nc \"$KUBERNETES_SERVICE_HOST\" \"$KUBERNETES_SERVICE_PORT\" </dev/null"
                        + " && nc kubernetes.default 443 </dev/null"
                        + " && ls /var/run/secrets/kubernetes.io/serviceaccount";
        String pod = pod("bali");
        Await.until(
                "the API server answers, and there is what it takes to ask it",
                SOON,
                () -> pinisi.kubectl("bali").run("exec", pod, "--", "sh", "-c", command),
                result ->
                        result.exit() == 0
                                && result.out().contains("token")
                                && result.out().contains("ca.crt"));
    }

    @Test
    @Order(5)
    void logsFollowLive() throws Exception {
        Kubectl flores = pinisi.kubectl("flores");
        String pod = pod("flores");
        Process follower =
                new ProcessBuilder(flores.command("logs", "-f", pod))
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(follower.getInputStream(), StandardCharsets.UTF_8))) {
            flores.ok(
                    "exec",
                    pod,
                    "--",
                    "wget",
                    "-q",
                    "-O-",
                    "http://127.0.0.1:8080/?from-the-log-test");
            String line = lines.readLine();
            while (line != null && !line.contains("from-the-log-test")) {
                line = lines.readLine();
            }
            assertTrue(line != null, "the log ended before the request showed in it");
        } finally {
            follower.destroy();
        }
    }

    /** Both ways into a container that kubectl knows, in the member itself and through the hub. */
    @Test
    @Order(6)
    void execSpeaksWebSocketAndSpdy() {
        String pod = pod("bali");
        String door =
                hub.ok("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}")
                        + "/clusters/bali/proxy";
        String echo = "cat; echo err >&2; exit 7";
        for (String webSockets : List.of("true", "false")) {
            Map<String, String> mode = Map.of("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", webSockets);
            for (Command.Result result :
                    List.of(
                            pinisi.kubectl("bali")
                                    .runWith(mode, "in", "exec", "-i", pod, "--", "sh", "-c", echo),
                            hub.runWith(
                                    mode,
                                    "in",
                                    "--server=" + door,
                                    "exec",
                                    "-i",
                                    pod,
                                    "--",
                                    "sh",
                                    "-c",
                                    echo))) {
                assertEquals("in", result.out(), mode.toString());
                assertEquals(7, result.exit(), mode.toString());
            }
        }
    }

    @Test
    @Order(6)
    void execHasATerminalAndTellsTheExitCode() {
        Kubectl bali = pinisi.kubectl("bali");
        assertEquals(
                "7",
                Integer.toString(bali.run("exec", pod("bali"), "--", "sh", "-c", "exit 7").exit()));
        String command =
                String.join(
                        " ",
                        bali.command(
                                "exec", "-it", pod("bali"), "--", "sh", "-c", "'tty; echo done'"));
        String out =
                Command.run(SOON, Map.of(), "", List.of("script", "-qec", command, "/dev/null"))
                        .orFail();
        assertTrue(out.contains("/dev/pts/") && out.contains("done"), out);
    }

    @Test
    @Order(7)
    void portForwardReachesThePod() throws Exception {
        portForwardReachesThePod("true");
        portForwardReachesThePod("false");
    }

    private void portForwardReachesThePod(String webSockets) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                pinisi.kubectl("bali")
                                        .command("port-forward", pod("bali"), ":8080"))
                        .redirectErrorStream(true);
        builder.environment().put("KUBECTL_PORT_FORWARD_WEBSOCKETS", webSockets);
        Process forward = builder.start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(forward.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            assertTrue(line != null && line.startsWith("Forwarding from 127.0.0.1:"), line);
            String port =
                    line.substring("Forwarding from 127.0.0.1:".length(), line.indexOf(" ->"));
            Await.until(
                    "an answer through the tunnel",
                    SOON,
                    () -> http("http://127.0.0.1:" + port + "/"),
                    text -> text.contains("Ahoy"));
        } finally {
            forward.destroy();
        }
    }

    @Test
    @Order(8)
    void scalingOnTheHubScalesEveryMember() {
        hub.ok("scale", "deployment/greeter", "--replicas=3");
        for (String member : MEMBERS) {
            Await.until(
                    "three pods in " + member,
                    SOON,
                    () -> pods(member),
                    list -> list.lines().filter(line -> line.contains("Running")).count() == 3);
        }
        hub.ok("rollout", "status", "deployment/greeter", "--timeout=150s");
    }

    @Test
    @Order(9)
    void aDeletedPodComesBack() {
        String victim = pod("bali");
        pinisi.kubectl("bali").ok("delete", victim, "--timeout=150s");
        Await.until(
                "three running pods without " + victim,
                SOON,
                () -> pods("bali"),
                list ->
                        !list.contains(victim.substring("pod/".length()))
                                && list.lines().filter(l -> l.contains("1/1")).count() == 3);
    }

    @Test
    @Order(10)
    void aNewImageRollsOutEverywhere() {
        hub.ok("set", "image", "deployment/greeter", "web=pinisi/web:2.0");
        hub.ok("rollout", "status", "deployment/greeter", "--timeout=150s");
        for (String member : MEMBERS) {
            String images =
                    Await.until(
                            "only new pods in " + member,
                            SOON,
                            () ->
                                    pinisi.kubectl(member)
                                            .ok(
                                                    "get",
                                                    "pods",
                                                    "-l",
                                                    "app=greeter",
                                                    "-o",
                                                    "jsonpath={.items[*].spec.containers[*].image}"),
                            text -> !text.contains("web:1.0"));
            assertTrue(images.contains("pinisi/web:2.0"), images);
        }
    }

    @Test
    @Order(11)
    void driftInAMemberIsPutRight() {
        pinisi.kubectl("bali").ok("label", "deployment/greeter", "app=astray", "--overwrite");
        Await.until(
                "the label is put right",
                SOON,
                () ->
                        pinisi.kubectl("bali")
                                .ok(
                                        "get",
                                        "deployment",
                                        "greeter",
                                        "-o",
                                        "jsonpath={.metadata.labels.app}"),
                "greeter"::equals);
    }

    @Test
    @Order(12)
    void everythingIsStillThereAfterStopAndStart() {
        String uid = hub.ok("get", "deployment", "greeter", "-o", "jsonpath={.metadata.uid}");
        pinisi.stop();
        pinisi.start();
        assertEquals(uid, hub.ok("get", "deployment", "greeter", "-o", "jsonpath={.metadata.uid}"));
        for (String member : MEMBERS) {
            Await.until(
                    "three ready pods again in " + member,
                    Duration.ofMinutes(2),
                    () -> pods(member),
                    list -> list.lines().filter(l -> l.contains("1/1")).count() == 3);
        }
    }

    @Test
    @Order(13)
    void deletingOnTheHubEmptiesTheMembers() {
        hub.runWithInput(Manifests.read("greeter.yaml"), "delete", "--timeout=150s", "-f", "-")
                .orFail();
        for (String member : MEMBERS) {
            Await.until(
                    "no greeter left in " + member,
                    SOON,
                    () ->
                            pinisi.kubectl(member)
                                    .ok(
                                            "get",
                                            "deployments,replicasets,pods,services,configmaps",
                                            "-o",
                                            "name"),
                    list -> !list.contains("greeter"));
        }
        assertFalse(hub.ok("get", "deployments", "-o", "name").contains("greeter"));
    }

    @Test
    @Order(14)
    void membersShareNoAddresses() {
        String bali = podRanges("bali");
        assertNotEquals(bali, podRanges("flores"));
    }

    private String podRanges(String member) {
        return pinisi.kubectl(member).ok("get", "nodes", "-o", "jsonpath={.items[*].spec.podCIDR}");
    }

    private String pods(String member) {
        return pinisi.kubectl(member).ok("get", "pods", "-l", "app=greeter", "--no-headers");
    }

    private String pod(String member) {
        return Await.until(
                        "a ready pod in " + member,
                        SOON,
                        () ->
                                pinisi.kubectl(member)
                                        .ok(
                                                "get",
                                                "pods",
                                                "-l",
                                                "app=greeter",
                                                "--field-selector=status.phase=Running",
                                                "-o",
                                                "name"),
                        list -> !list.isBlank())
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private String page(String member) {
        Kubectl kubectl = pinisi.kubectl(member);
        String port =
                kubectl.ok("get", "service", "greeter", "-o", "jsonpath={.spec.ports[0].nodePort}");
        String address =
                kubectl.ok(
                        "get",
                        "nodes",
                        "-o",
                        "jsonpath={.items[0].status.addresses[?(@.type==\"InternalIP\")].address}");
        return http("http://" + address + ":" + port + "/");
    }

    /** The body of a 200, or nothing. */
    private static String http(String url) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
