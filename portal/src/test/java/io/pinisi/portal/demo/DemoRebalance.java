package io.pinisi.portal.demo;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.placement.Impact;
import io.pinisi.portal.placement.RebalanceService;
import io.pinisi.portal.placement.RebalanceStep;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Made-up moves. */
final class DemoRebalance implements RebalanceService {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    @Override
    public Changes changes() {
        return listener -> () -> {};
    }

    @Override
    public Impact preview(Identity who, Set<String> objects) {
        return DemoPlacement.impact();
    }

    @Override
    public boolean mayStart(Identity who) {
        return true;
    }

    @Override
    public void start(Identity who, Set<String> objects) {}

    @Override
    public List<RebalanceStep> steps(Identity who) {
        return List.of(
                new RebalanceStep(
                        "portal-x7k2p",
                        "Deployment shop/web",
                        Status.of(Level.PROGRESSING, "Being placed"),
                        START,
                        null),
                new RebalanceStep(
                        "portal-4m9qz",
                        "Deployment lab/probe",
                        new Status(Level.FAILED, "Failed", "ReferencedBindingNotFound"),
                        START,
                        START));
    }
}
