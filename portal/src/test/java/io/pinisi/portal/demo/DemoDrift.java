package io.pinisi.portal.demo;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.drift.DriftRow;
import io.pinisi.portal.drift.DriftService;
import io.pinisi.portal.drift.Hold;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Made-up drift. */
final class DemoDrift implements DriftService {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    @Override
    public Changes changes() {
        return listener -> () -> {};
    }

    @Override
    public Page<DriftRow> drift(Identity who, PageRequest page) {
        List<DriftRow> rows =
                List.of(
                        row("a", Status.healthy("Corrected"), "spec.replicas", "3", "7", false),
                        row(
                                "b",
                                Status.of(Level.DEGRADED, "Open"),
                                "spec.template.spec.containers[name=web].image",
                                "\"nginx:1.27\"",
                                "\"nginx:1.28\"",
                                false),
                        row("c", Status.of(Level.DONE, "Accepted"), "data.size", "1", "2", true));
        return page.of(rows, DriftRow::path, key -> Comparator.comparing(DriftRow::id));
    }

    private static DriftRow row(
            String id, Status state, String path, String wanted, String found, boolean accepted) {
        return new DriftRow(
                "shop/" + id,
                state,
                "bali",
                "Deployment shop/web",
                path,
                wanted,
                found,
                "kubectl-edit",
                2,
                accepted,
                START);
    }

    @Override
    public void accept(Identity who, String id, boolean accepted) {}

    @Override
    public List<Hold> holds(Identity who) {
        return List.of(
                new Hold(
                        "flores",
                        25,
                        "3f2a9c0d1b4e5f60",
                        IntStream.range(0, 25).mapToObj(i -> "ConfigMap shop/c" + i).toList(),
                        START));
    }

    @Override
    public void confirm(Identity who, String cluster, String digest) {}
}
