package io.pinisi.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The hub and three clusters, each a process of its own that knows the others by nothing but a
 * kubeconfig: killed, cut off and brought back while people go on working.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FleetE2E {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int APPLICATIONS = 8;
    private static final int REPLICAS = 6;

    /** What a cluster has of an application. */
    private record Copy(String uid, String season, int replicas, int ready) {}

    private final Island lombok = new Island("lombok");
    private final Island sumba = new Island("sumba");
    private final Island timor = new Island("timor");
    private final List<Island> all = List.of(lombok, sumba, timor);
    private final Pinisi pinisi = Pinisi.alone("fleet", all.stream().map(Island::address).toList());
    private final Kubectl hub = pinisi.kubectl("hub");

    @BeforeAll
    void start() {
        Kubectl.requireRecent();
        all.forEach(Island::start);
        pinisi.start();
        all.forEach(Island::awaitReady);
    }

    @AfterAll
    void stop() {
        pinisi.close();
        all.forEach(Island::close);
    }

    @Test
    @Order(1)
    void clustersJoinByNothingButTheirKubeconfig() {
        for (Island island : all) {
            apply(
                    """
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: %1$s, namespace: pinisi-system}
                    data: {kubeconfig: %2$s}
                    ---
                    apiVersion: cluster.karmada.io/v1alpha1
                    kind: Cluster
                    metadata: {name: %1$s}
                    spec:
                      syncMode: Push
                      secretRef: {namespace: pinisi-system, name: %1$s}
                    """
                            .formatted(island.name(), base64(island)));
        }
        all.forEach(island -> awaitCluster(island, "True"));
    }

    @Test
    @Order(2)
    void replicasAreDividedAmongThem() {
        apply(
                """
                apiVersion: policy.karmada.io/v1alpha1
                kind: PropagationPolicy
                metadata: {namespace: default, name: fleet}
                spec:
                  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
                  placement:
                    clusterAffinity: {clusterNames: [lombok, sumba, timor]}
                    replicaScheduling:
                      replicaSchedulingType: Divided
                      replicaDivisionPreference: Weighted
                """);
        deploy("spring");
        awaitFleet("spring", all);
        all.forEach(
                island -> copies(island).values().forEach(copy -> assertEquals(2, copy.replicas)));
    }

    @Test
    @Order(3)
    void aHubThatIsKilledWhileItDeliversLosesNothingAndPutsRightWhatWasDoneMeanwhile() {
        Map<String, Copy> before = copies(sumba);
        deploy("summer");
        pinisi.kill();
        all.forEach(
                island -> assertEquals(before.keySet(), copies(island).keySet(), "nothing goes"));
        lombok.kubectl().ok("delete", "deployment", "web-0");
        timor.kubectl().ok("scale", "deployment", "web-1", "--replicas=1");
        pinisi.start();
        awaitFleet("summer", all);
        assertEquals(uids(before), uids(copies(sumba)), "nothing was remade");
    }

    @Test
    @Order(4)
    void aMemberThatDiesIsReplacedAndComesBackToWhatIsWantedNow() {
        sumba.kill();
        deploy("autumn");
        awaitFleet("autumn", List.of(lombok, timor));
        sumba.start().awaitReady();
        awaitCluster(sumba, "True");
        awaitFleet("autumn", all);
    }

    @Test
    @Order(5)
    void aMemberThatIsCutOffIsReplacedAndLosesItsSurplusWhenItIsBack() {
        timor.freeze();
        try {
            awaitCluster(timor, "False");
            awaitFleet("autumn", List.of(lombok, sumba));
            deploy("winter");
            awaitFleet("winter", List.of(lombok, sumba));
        } finally {
            timor.thaw();
        }
        awaitCluster(timor, "True");
        awaitFleet("winter", all);
    }

    @Test
    @Order(6)
    void whatIsDeletedOnTheHubIsGoneEverywhereAlsoWhereAMemberWasAway() {
        timor.freeze();
        try {
            hub.ok("delete", "deployment", "web-0", "web-1");
            for (Island island : List.of(lombok, sumba)) {
                Await.until(
                        "two are gone from " + island.name(),
                        SOON,
                        () -> copies(island),
                        copies -> copies.size() <= APPLICATIONS - 2);
            }
        } finally {
            timor.thaw();
        }
        Await.until(
                "none of the two is anywhere, and the others are whole",
                SOON,
                this::sums,
                sums -> sums.size() == APPLICATIONS - 2 && isWhole(sums, "winter"));
    }

    private void deploy(String season) {
        List<String> manifests = new ArrayList<>();
        IntStream.range(0, APPLICATIONS)
                .forEach(
                        number ->
                                manifests.add(
                                        """
                                        apiVersion: apps/v1
                                        kind: Deployment
                                        metadata: {namespace: default, name: web-%d, labels: {season: %s}}
                                        spec:
                                          replicas: %d
                                          selector: {matchLabels: {app: web-%1$d}}
                                          template:
                                            metadata: {labels: {app: web-%1$d}}
                                            spec: {containers: [{name: web, image: pinisi/web:1.0}]}
                                        """
                                                .formatted(number, season, REPLICAS)));
        apply(String.join("---\n", manifests));
    }

    private void apply(String manifest) {
        hub.runWithInput(manifest, "apply", "-f", "-").orFail();
    }

    private void awaitCluster(Island island, String ready) {
        Await.until(
                island.name() + " is Ready=" + ready,
                SOON,
                () ->
                        hub.run(
                                "get",
                                "cluster",
                                island.name(),
                                "-o",
                                "jsonpath={.status.conditions[?(@.type=='Ready')].status}"),
                result -> result.out().equals(ready));
    }

    /** Each application runs as often as wanted in these clusters together, and as it is wanted. */
    private void awaitFleet(String season, List<Island> islands) {
        Await.until(
                "all of " + season,
                SOON,
                () -> sums(islands),
                sums -> sums.size() == APPLICATIONS && isWhole(sums, season));
    }

    private static boolean isWhole(Map<String, Copy> sums, String season) {
        return sums.values().stream()
                .allMatch(
                        sum ->
                                sum.season.equals(season)
                                        && sum.replicas == REPLICAS
                                        && sum.ready == REPLICAS);
    }

    private Map<String, Copy> sums() {
        return sums(all);
    }

    private Map<String, Copy> sums(List<Island> islands) {
        Map<String, Copy> sums = new TreeMap<>();
        for (Island island : islands) {
            copies(island)
                    .forEach((name, copy) -> sums.merge(name, copy, (a, b) -> together(a, b)));
        }
        return sums;
    }

    private static Copy together(Copy one, Copy other) {
        return new Copy(
                "",
                one.season.equals(other.season) ? one.season : one.season + "," + other.season,
                one.replicas + other.replicas,
                one.ready + other.ready);
    }

    private Map<String, Copy> copies(Island island) {
        String list =
                island.kubectl()
                        .ok(
                                "get",
                                "deployments",
                                "-o",
                                "custom-columns=N:.metadata.name,U:.metadata.uid,S:.metadata.labels"
                                        + ".season,R:.spec.replicas,A:.status.readyReplicas",
                                "--no-headers");
        Map<String, Copy> copies = new TreeMap<>();
        list.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length == 5)
                .forEach(
                        words ->
                                copies.put(
                                        words[0],
                                        new Copy(
                                                words[1],
                                                words[2],
                                                number(words[3]),
                                                number(words[4]))));
        assertTrue(copies.size() <= APPLICATIONS, list);
        return copies;
    }

    /** kubectl writes a field that is not there as {@code <none>}. */
    private static int number(String text) {
        return text.equals("<none>") ? 0 : Integer.parseInt(text);
    }

    private static Map<String, String> uids(Map<String, Copy> copies) {
        Map<String, String> uids = new TreeMap<>();
        copies.forEach((name, copy) -> uids.put(name, copy.uid));
        return uids;
    }

    private static String base64(Island island) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            Files.readString(island.kubeconfig()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
