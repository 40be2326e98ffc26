package io.pinisi.federation.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.discovery.ServiceReach.Fault;
import io.pinisi.federation.discovery.ServiceReach.Intake;
import io.pinisi.federation.discovery.ServiceReach.Leg;
import io.pinisi.federation.discovery.ServiceReach.Offer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ServiceReachTest {
    @Test
    void twoProvidersAndSomebodyWhoUsesThemAreWell() {
        assertFaults(
                Set.of(),
                leg("a", Offer.EXPORTED, 2, Intake.IMPORTED),
                leg("b", Offer.EXPORTED, 1, Intake.IMPORTED),
                leg("c", Offer.NONE, 0, Intake.NO_NAMESPACE));
    }

    @Test
    void aClusterWithoutReadyEndpointsIsNoLeg() {
        assertFaults(
                Set.of(Fault.ONE_LEGGED),
                leg("a", Offer.EXPORTED, 2, Intake.IMPORTED),
                leg("b", Offer.EXPORTED, 0, Intake.IMPORTED));
        assertFaults(
                Set.of(Fault.NO_ENDPOINTS),
                leg("a", Offer.EXPORTED, 0, Intake.IMPORTED),
                leg("b", Offer.EXPORTED, 0, Intake.IMPORTED));
    }

    @Test
    void whatNobodyOffersIsNotSaidToLackImports() {
        assertFaults(Set.of(Fault.NOT_EXPORTED), leg("a", Offer.NONE, 0, Intake.NOTHING));
        assertFaults(
                Set.of(Fault.NOT_IMPORTED, Fault.ONE_LEGGED),
                leg("a", Offer.EXPORTED, 1, Intake.EXCLUDED));
        assertFaults(
                Set.of(Fault.CATCHING_UP, Fault.ONE_LEGGED),
                leg("a", Offer.EXPORTED, 1, Intake.WAITING));
    }

    @Test
    void aLostClusterMakesItStaleInEitherRole() {
        assertFaults(
                Set.of(Fault.STALE, Fault.ONE_LEGGED),
                leg("a", Offer.EXPORTED, 1, Intake.IMPORTED),
                leg("b", Offer.WITHHELD, 0, Intake.UNKNOWN));
        assertFaults(
                Set.of(Fault.STALE, Fault.ONE_LEGGED),
                leg("a", Offer.EXPORTED, 1, Intake.IMPORTED),
                leg("b", Offer.NONE, 0, Intake.STALE));
    }

    @Test
    void whatAPersonMayNotSeeIsCutAndStillCounts() {
        List<Leg> legs =
                List.of(
                        leg("a", Offer.EXPORTED, 1, Intake.IMPORTED),
                        leg("b", Offer.EXPORTED, 1, Intake.IMPORTED));
        ServiceReach whole =
                new ServiceReach(
                        ObjectKey.of("shop", "web"),
                        true,
                        "derived-web",
                        false,
                        List.of("http 80/TCP"),
                        Set.of(),
                        ServiceReach.faults(Set.of(), legs),
                        legs);
        ServiceReach seen = whole.within("a"::equals);
        assertEquals(Set.of(), seen.faults());
        assertEquals(List.of("a"), seen.legs().stream().map(Leg::cluster).toList());
        assertEquals(Map.of("a", 1), seen.legs().getFirst().carried());
        assertEquals("web.shop.svc.clusterset.local", seen.dnsName());
    }

    private static void assertFaults(Set<Fault> expected, Leg... legs) {
        assertEquals(expected, ServiceReach.faults(Set.of(), List.of(legs)));
    }

    private static Leg leg(String cluster, Offer offer, int ready, Intake intake) {
        return new Leg(
                cluster,
                offer,
                ready,
                ready,
                Optional.empty(),
                intake,
                intake == Intake.IMPORTED ? Map.of("a", 1, "b", 1) : Map.of(),
                Optional.empty());
    }
}
