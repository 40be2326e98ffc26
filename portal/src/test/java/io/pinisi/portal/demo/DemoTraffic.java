package io.pinisi.portal.demo;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.traffic.ClusterTraffic;
import io.pinisi.portal.traffic.ClusterTraffic.Latency;
import io.pinisi.portal.traffic.ClusterTraffic.Trouble;
import io.pinisi.portal.traffic.TrafficService;
import io.pinisi.portal.traffic.UnfinishedObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Made-up traffic. */
final class DemoTraffic implements TrafficService {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    @Override
    public Changes changes() {
        return listener -> () -> {};
    }

    @Override
    public Page<ClusterTraffic> clusters(Identity who, PageRequest page) {
        Latency fast = new Latency(Duration.ofMillis(35), Duration.ofMillis(180));
        Latency seen = new Latency(Duration.ofMillis(52), Duration.ofMillis(410));
        return page.of(
                List.of(
                        cluster(who, "flores"),
                        new ClusterTraffic(
                                "bali",
                                Status.healthy("Up to date"),
                                0,
                                0,
                                null,
                                "",
                                12.4,
                                fast,
                                seen,
                                1240,
                                31,
                                0,
                                null),
                        new ClusterTraffic(
                                "sumba",
                                Status.healthy("Up to date"),
                                0,
                                0,
                                null,
                                "",
                                0,
                                new Latency(null, null),
                                new Latency(null, null),
                                80,
                                0,
                                2,
                                null)),
                ClusterTraffic::cluster,
                key -> Comparator.comparing(ClusterTraffic::cluster));
    }

    @Override
    public ClusterTraffic cluster(Identity who, String cluster) {
        return new ClusterTraffic(
                cluster,
                new Status(Level.DEGRADED, "Behind", "Some change waits for too long"),
                17,
                8,
                START,
                "Deployment shop/web",
                0.4,
                new Latency(Duration.ofMillis(820), Duration.ofSeconds(42)),
                new Latency(Duration.ofMillis(950), Duration.ofSeconds(95)),
                312,
                4,
                26,
                new Trouble(
                        "Deployment shop/web",
                        "admission webhook \"images.acme.example\" denied the request: image"
                                + " nginx:1.28 is not signed",
                        START));
    }

    @Override
    public Page<UnfinishedObject> unfinished(Identity who, String cluster, PageRequest page) {
        return page.of(
                List.of(
                        new UnfinishedObject(
                                "Deployment shop/web",
                                new Status(
                                        Level.FAILED,
                                        "Refused",
                                        "admission webhook \"images.acme.example\" denied the"
                                                + " request: image nginx:1.28 is not signed"),
                                START),
                        new UnfinishedObject(
                                "ConfigMap shop/settings",
                                new Status(
                                        Level.PROGRESSING,
                                        "Waiting",
                                        "the cluster cannot be reached"),
                                START)),
                UnfinishedObject::object,
                key -> Comparator.comparing(UnfinishedObject::object));
    }
}
