package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Deliveries;
import io.pinisi.federation.propagation.Delivery;
import io.pinisi.federation.traffic.TrafficReport;
import io.pinisi.federation.traffic.TrafficReport.Latency;
import io.pinisi.federation.traffic.TrafficReport.Waiting;
import io.pinisi.federation.traffic.Trouble;
import io.pinisi.portal.traffic.ClusterTraffic;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HubTrafficTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Template WEB =
            new Template(GroupVersionKind.of("v1", "ConfigMap"), ObjectKey.of("shop", "web"));

    @Test
    void onlyWhatWaitsLongIsBehind() {
        assertEquals("Up to date", word(0, 0, null, true));
        assertEquals("Writing", word(0, 2, null, true));
        assertEquals("Writing", word(1, 0, NOW.minusSeconds(9), true));
        assertEquals("Behind", word(1, 0, NOW.minusSeconds(11), true));
        assertEquals("Unreachable", word(1, 0, NOW.minusSeconds(11), false));
    }

    @Test
    void whatAPersonMayNotSeeHasNoNameAndStillWaits() {
        TrafficReport report = report(3, 0, NOW).with(Optional.empty(), Optional.empty());
        ClusterTraffic row = HubTraffic.row(report, true, NOW);
        assertEquals(3, row.waiting());
        assertEquals("", row.oldestObject());
        assertNull(row.trouble());
    }

    @Test
    void theLastFailureIsTold() {
        ClusterTraffic row = HubTraffic.row(report(0, 0, null), true, NOW);
        assertEquals(
                new ClusterTraffic.Trouble("ConfigMap shop/web", "no such field", NOW),
                row.trouble());
        assertEquals(Duration.ofMillis(5), row.applied().half());
        assertNull(row.visible().half());
    }

    @Test
    void aRefusedObjectSaysWhy() {
        Delivery refused = new Delivery(Delivery.State.FAILED, "no such field", NOW);
        assertEquals(
                "no such field",
                HubTraffic.unfinished(new Deliveries.Unfinished(WEB, refused)).status().detail());
    }

    private static String word(int waiting, int inHand, @Nullable Instant oldest, boolean ready) {
        return HubTraffic.row(report(waiting, inHand, oldest), ready, NOW).status().word();
    }

    private static TrafficReport report(int waiting, int inHand, @Nullable Instant oldest) {
        return new TrafficReport(
                "bali",
                waiting,
                Optional.ofNullable(oldest).map(since -> new Waiting(WEB, since)),
                inHand,
                1.5,
                new Latency(Optional.of(Duration.ofMillis(5)), Optional.of(Duration.ofMillis(50))),
                new Latency(Optional.empty(), Optional.empty()),
                10,
                1,
                2,
                Optional.of(new Trouble(WEB, "no such field", NOW)));
    }
}
