package io.pinisi.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints what a person waits for, on this machine: from start to sign-in page, from create to a
 * running pod, from a change on the hub to its sight in a member. Figures only; nothing here can
 * fail for being slow.
 */
final class ProductBench {
    private static final int ROUNDS = 10;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String POD =
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: %s
              namespace: default
            spec:
              terminationGracePeriodSeconds: 0
              containers:
                - name: main
                  image: busybox
                  imagePullPolicy: IfNotPresent
                  command: [sleep, "3600"]
            """;
    private static final String CONFIG =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: bench
              namespace: default
            data:
              round: "%s"
            """;
    private static final String POLICY =
            """
            apiVersion: policy.karmada.io/v1alpha1
            kind: PropagationPolicy
            metadata:
              name: bench
              namespace: default
            spec:
              resourceSelectors:
                - apiVersion: v1
                  kind: ConfigMap
                  name: bench
              placement:
                clusterAffinity:
                  clusterNames: [bali, flores]
            """;

    private ProductBench() {}

    public static void main(String[] arguments) throws Exception {
        try (Pinisi pinisi = Pinisi.fresh("bench")) {
            long start = System.nanoTime();
            Future<Long> signIn = answered(pinisi.url() + "/sign-in", start);
            Future<Long> member = answered(pinisi.memberUrl(0) + "/readyz", start);
            pinisi.start();
            print("sign-in page answers", signIn.get());
            print("a member's API is ready, from the product's start", member.get());
            print(
                    "a member's API is ready, from its own start (right after the portal's)",
                    member.get() - signIn.get());
            print("everything ready (hub, members, portal)", millisSince(start));
            Kubectl bali = pinisi.kubectl("bali");
            Await.until(
                    "nodes",
                    LIMIT,
                    () -> bali.ok("get", "nodes", "--no-headers"),
                    text -> text.lines().filter(line -> line.contains(" Ready ")).count() == 2);
            print("member nodes Ready", millisSince(start));
            printMedian("pod of a present image: create → Running seen by a watch", pods(bali));
            printMedian("change on the hub → seen by a watch in a member", propagation(pinisi));
        }
    }

    private static Future<Long> answered(String url, long start) {
        FutureTask<Long> answer = new FutureTask<>(() -> untilAnswered(url, start));
        Thread.ofVirtual().start(answer);
        return answer;
    }

    private static long untilAnswered(String url, long start) {
        try (HttpClient client = HttpClient.newBuilder().sslContext(Anyone.tls()).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
            while (true) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                            == 200) {
                        return millisSince(start);
                    }
                } catch (IOException notYet) {
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return -1;
                }
            }
        }
    }

    private static List<Long> pods(Kubectl kubectl) throws IOException {
        kubectl.runWithInput(POD.formatted("warm-up"), "apply", "-f", "-").orFail();
        kubectl.ok("wait", "--for=condition=Ready", "pod/warm-up", "--timeout=60s");
        List<Long> millis = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String name = "bench-" + round;
            try (Watched watch =
                    new Watched(
                            kubectl.command(
                                    "get",
                                    "pods",
                                    "--watch",
                                    "--no-headers",
                                    "--field-selector=metadata.name=" + name))) {
                long start = System.nanoTime();
                kubectl.runWithInput(POD.formatted(name), "create", "-f", "-").orFail();
                watch.await("Running");
                millis.add(millisSince(start));
            }
            kubectl.ok("delete", "pod", name, "--wait=false");
        }
        return millis;
    }

    private static List<Long> propagation(Pinisi pinisi) throws IOException {
        Kubectl hub = pinisi.kubectl("hub");
        hub.runWithInput(POLICY, "apply", "-f", "-").orFail();
        hub.runWithInput(CONFIG.formatted("warm-up"), "apply", "-f", "-").orFail();
        Kubectl member = pinisi.kubectl("flores");
        Await.until(
                "the config map",
                LIMIT,
                () -> member.run("get", "configmap", "bench").exit(),
                exit -> exit == 0);
        List<Long> millis = new ArrayList<>();
        try (Watched watch =
                new Watched(
                        member.command(
                                "get",
                                "configmaps",
                                "--watch",
                                "--field-selector=metadata.name=bench",
                                "-o",
                                "jsonpath={.data.round}{'\\n'}"))) {
            watch.await("warm-up");
            for (int round = 0; round < ROUNDS; round++) {
                String value = "round-" + round;
                long start = System.nanoTime();
                hub.runWithInput(CONFIG.formatted(value), "apply", "-f", "-").orFail();
                watch.await(value);
                millis.add(millisSince(start));
            }
        }
        return millis;
    }

    private static long millisSince(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
    }

    private static void print(String what, long millis) {
        System.out.printf("%-60s %8d ms%n", what, millis);
    }

    private static void printMedian(String what, List<Long> millis) {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        System.out.printf(
                "%-60s %8d ms median, %d max of %d (kubectl's own start included)%n",
                what, sorted.get(sorted.size() / 2), sorted.getLast(), sorted.size());
    }

    /** A kubectl that watches, read line by line. */
    private static final class Watched implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;

        Watched(java.util.List<String> command) throws IOException {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
        }

        void await(String text) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.contains(text)) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new AssertionError("the watch ended before it showed " + text);
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
