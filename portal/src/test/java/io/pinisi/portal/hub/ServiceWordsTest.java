package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.discovery.ServiceReach;
import io.pinisi.federation.discovery.ServiceReach.Fault;
import io.pinisi.federation.discovery.ServiceReach.Intake;
import io.pinisi.federation.discovery.ServiceReach.Leg;
import io.pinisi.federation.discovery.ServiceReach.Offer;
import io.pinisi.portal.discovery.SharedService;
import io.pinisi.portal.discovery.SharedServiceDetail;
import io.pinisi.portal.status.Level;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ServiceWordsTest {
    private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NEW = Instant.parse("2026-02-01T00:00:00Z");

    private static final List<Leg> LEGS =
            List.of(
                    leg("a", Offer.EXPORTED, 2, NEW, Intake.IMPORTED),
                    leg("b", Offer.WITHHELD, 1, OLD, Intake.STALE),
                    leg("c", Offer.NONE, 0, null, Intake.WAITING));

    @Test
    void theWorstFindingIsTheState() {
        SharedService row = ServiceWords.row(reach(Set.of(Fault.STALE, Fault.ONE_LEGGED)));
        assertEquals("Stale", row.status().word());
        assertEquals(Level.UNREACHABLE, row.status().level());
        assertEquals("Healthy", ServiceWords.row(reach(Set.of())).status().word());
    }

    @Test
    void onlyWhatIsExportedCounts() {
        SharedService row = ServiceWords.row(reach(Set.of()));
        assertEquals(List.of("a"), row.exporters());
        assertEquals(List.of("a", "b"), row.importers());
        assertEquals(2, row.readyEndpoints());
        assertEquals(OLD, row.since());
        assertEquals("services/ServiceExport/shop/web", row.ref().path());
        assertEquals("web.shop.svc.clusterset.local", row.dnsName());
    }

    @Test
    void aLostClusterStaysOnTheMapAndOneWithoutThePartDoesNot() {
        SharedServiceDetail detail = ServiceWords.detail(reach(Set.of(Fault.CONFLICTING)));
        assertTrue(detail.legs().get(1).exports());
        assertFalse(detail.legs().get(2).exports());
        assertTrue(detail.legs().get(2).imports());
        assertNull(detail.legs().get(2).exported());
        assertTrue(detail.findings().getFirst().detail().contains("(PortConflict)"));
        assertEquals(List.of("http 80/TCP"), detail.ports());
    }

    private static ServiceReach reach(Set<Fault> faults) {
        return new ServiceReach(
                ObjectKey.of("shop", "web"),
                true,
                "derived-web",
                false,
                List.of("http 80/TCP"),
                Set.of("PortConflict"),
                faults.isEmpty() ? faults : EnumSet.copyOf(faults),
                LEGS);
    }

    private static Leg leg(
            String cluster, Offer offer, int ready, @Nullable Instant made, Intake intake) {
        return new Leg(
                cluster,
                offer,
                ready,
                ready,
                Optional.ofNullable(made),
                intake,
                Map.of(),
                Optional.empty());
    }
}
