package io.pinisi.portal.demo;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.placement.Impact;
import io.pinisi.portal.placement.PlacementService;
import io.pinisi.portal.placement.PolicyRef;
import io.pinisi.portal.placement.PolicyRow;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Made-up policies. */
final class DemoPlacement implements PlacementService {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    @Override
    public Changes changes() {
        return listener -> () -> {};
    }

    @Override
    public Page<PolicyRow> policies(Identity who, PageRequest page) {
        List<PolicyRow> rows =
                List.of(
                        row("shop", "shop", Status.healthy("In use"), 14),
                        row("shop", "old", Status.of(Level.UNKNOWN, "Selects nothing"), 0),
                        row("", "fallback", Status.of(Level.DEGRADED, "Shadowed"), 0));
        return page.of(
                rows,
                one -> one.ref().toString(),
                key -> Comparator.comparing((PolicyRow one) -> one.ref().toString()));
    }

    private static PolicyRow row(String namespace, String name, Status status, int placed) {
        return new PolicyRow(
                new PolicyRef(namespace, name),
                status,
                "every Deployment, every Service",
                "bali and flores, else sumba, replicas divided",
                placed,
                START);
    }

    @Override
    public List<String> unmatched(Identity who) {
        return List.of("Deployment lab/probe", "Service lab/probe");
    }

    @Override
    public String text(Identity who, PolicyRef policy) {
        return "apiVersion: policy.karmada.io/v1alpha1\nkind: PropagationPolicy\nmetadata:\n"
                + "  name: "
                + policy.name()
                + "\n";
    }

    @Override
    public Impact preview(Identity who, String yaml) {
        return yaml.contains("bad")
                ? Impact.refused(
                        List.of(new Impact.Fault("spec.placement", "Unsupported value: \"bad\"")))
                : impact();
    }

    static Impact impact() {
        List<Impact.Reason> reasons =
                List.of(
                        new Impact.Reason("bali", false, "it cannot be reached"),
                        new Impact.Reason(
                                "flores", true, "gets 3 of 4 replicas with room for 12 more"));
        return new Impact(
                List.of(),
                List.of(
                        new Impact.Moved(
                                "Deployment shop/web",
                                Status.of(Level.PROGRESSING, "Moves"),
                                "bali × 4",
                                "flores × 3, sumba × 1",
                                reasons),
                        new Impact.Moved(
                                "StatefulSet shop/store",
                                new Status(
                                        Level.DEGRADED,
                                        "Stays",
                                        "it has to leave its cluster, and no other one fits"),
                                "bali × 3",
                                "bali × 3",
                                reasons)),
                List.of(
                        new Impact.Effect("bali", "–", "1 object, 4 replicas", room("Enough")),
                        new Impact.Effect("flores", "1 object, 3 replicas", "–", room("Enough")),
                        new Impact.Effect(
                                "sumba",
                                "1 object, 1 replica",
                                "–",
                                new Status(
                                        Level.FAILED,
                                        "Too little",
                                        "Free then: −0.50 CPU, 3 GiB, 40 pods"))),
                11,
                0);
    }

    private static Status room(String word) {
        return new Status(Level.HEALTHY, word, "Free then: 3 CPU, 6.1 GiB, 90 pods");
    }

    @Override
    public List<Impact.Fault> save(Identity who, String yaml) {
        return List.of();
    }

    @Override
    public void delete(Identity who, PolicyRef policy) {}

    @Override
    public Impact drill(Identity who, String cluster) {
        return impact();
    }
}
