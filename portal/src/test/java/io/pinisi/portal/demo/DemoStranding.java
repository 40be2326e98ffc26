package io.pinisi.portal.demo;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.placement.StrandedRow;
import io.pinisi.portal.placement.StrandingService;
import java.time.Instant;
import java.util.List;

/** Made-up replicas without a node. */
final class DemoStranding implements StrandingService {
    @Override
    public Changes changes() {
        return listener -> () -> {};
    }

    @Override
    public Stranding now(Identity who) {
        Instant now = Instant.now();
        return new Stranding(
                List.of(
                        new StrandedRow(
                                "Deployment shop/web",
                                "bali",
                                4,
                                "0/3 nodes are available: 3 Insufficient cpu.",
                                now.minusSeconds(200),
                                now.plusSeconds(100)),
                        new StrandedRow(
                                "StatefulSet shop/store",
                                "bali",
                                3,
                                "0/3 nodes are available: 1 node(s) had untolerated taint"
                                        + " {disk: slow}, 2 Insufficient memory.",
                                now.minusSeconds(400),
                                now.minusSeconds(100))),
                DemoPlacement.impact());
    }
}
