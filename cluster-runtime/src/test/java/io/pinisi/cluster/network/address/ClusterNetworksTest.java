package io.pinisi.cluster.network.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterNetworksTest {
    @TempDir Path home;

    @Test
    void aClusterKeepsItsShareAndNoTwoOverlap() {
        ClusterNetworks networks = new ClusterNetworks(home, List.of());
        ClusterNetwork bali = networks.of("bali");
        ClusterNetwork flores = networks.of("flores");

        assertFalse(bali.share().overlaps(flores.share()));
        assertEquals(bali, new ClusterNetworks(home, List.of(bali.share())).of("bali"));
        assertTrue(bali.services().contains(bali.dns()));
        assertFalse(bali.pods().overlaps(bali.services()));
        assertFalse(bali.nodes().overlaps(bali.services()));
    }

    @Test
    void whatTheMachineHasARouteToIsLeftAlone() {
        List<Cidr> taken = List.of(Cidr.parse("10.64.0.0/11"), Cidr.parse("10.96.0.0/12"));
        ClusterNetwork chosen = new ClusterNetworks(home, taken).of("bali");

        assertTrue(taken.stream().noneMatch(chosen.share()::overlaps));
        assertThrows(
                IllegalStateException.class,
                () -> new ClusterNetworks(home, List.of(Cidr.parse("10.64.0.0/10"))).of("flores"));
    }

    @Test
    void theKernelsRoutesAreRead() {
        List<Cidr> routes =
                ClusterNetworks.routes(
                        List.of(
                                "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU"
                                        + "\tWindow\tIRTT",
                                "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
                                "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0"));

        assertEquals(List.of(Cidr.parse("192.0.2.0/24")), routes);
    }
}
