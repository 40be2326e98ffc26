package io.pinisi.federation.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class CompanyTest {
    private static final String KEY = "team";
    private static final WorkloadAffinity NEAR = new WorkloadAffinity(KEY, "");
    private static final WorkloadAffinity FAR = new WorkloadAffinity("", KEY);
    private static final TemplateFacts WEB = workload("shop", "web", "red");

    @Test
    void oneThatIsAloneGoesAnywhere() {
        assertEquals(List.of("bali", "flores"), placed(WEB, NEAR, List.of()));
        assertEquals(List.of("bali", "flores"), placed(WEB, FAR, List.of()));
    }

    @Test
    void itGoesWhereTheOthersOfItsGroupAre() {
        List<Company.Peer> peers = List.of(peer("shop", "db", "red", NEAR, "flores"));
        assertEquals(List.of("flores"), placed(WEB, NEAR, peers));
    }

    @Test
    void itGoesWhereTheOthersOfItsGroupAreNot() {
        List<Company.Peer> peers = List.of(peer("shop", "db", "red", FAR, "flores"));
        assertEquals(List.of("bali"), placed(WEB, FAR, peers));
    }

    @Test
    void othersAreNoCompany() {
        List<Company.Peer> peers =
                List.of(
                        peer("shop", "web", "red", FAR, "bali"),
                        peer("yard", "db", "red", FAR, "bali"),
                        peer("shop", "db", "blue", FAR, "bali"),
                        peer("shop", "db", "red", NEAR, "bali"));
        assertEquals(List.of("bali", "flores"), placed(WEB, FAR, peers));
    }

    @Test
    void whatIsThereStaysUnlessItIsPlacedAnew() {
        List<Company.Peer> peers = List.of(peer("shop", "db", "red", FAR, "flores"));
        Previous there = new Previous(Map.of("flores", 1), "");
        assertEquals(List.of("bali", "flores"), placed(WEB, FAR, peers, there));
        assertEquals(List.of("bali"), placed(WEB, FAR, peers, there.afresh()));
    }

    private static List<String> placed(
            TemplateFacts object, WorkloadAffinity affinity, List<Company.Peer> peers) {
        return placed(object, affinity, peers, Previous.NOTHING);
    }

    private static List<String> placed(
            TemplateFacts object,
            WorkloadAffinity affinity,
            List<Company.Peer> peers,
            Previous previous) {
        PlacementRules rules = Objects.rules("{}").beside(Company.of(object, affinity, peers));
        return Placer.place(
                        object,
                        rules,
                        List.of(Objects.cluster("bali"), Objects.cluster("flores")),
                        previous)
                .clusters();
    }

    private static Company.Peer peer(
            String namespace, String name, String team, WorkloadAffinity affinity, String cluster) {
        return new Company.Peer(workload(namespace, name, team), affinity, List.of(cluster));
    }

    private static TemplateFacts workload(String namespace, String name, String team) {
        return new TemplateFacts(
                GroupVersionKind.of("apps/v1", "Deployment"),
                ObjectKey.of(namespace, name),
                "uid-" + name,
                Map.of(KEY, team),
                OptionalInt.of(1),
                ResourceAmounts.NONE);
    }
}
