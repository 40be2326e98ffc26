package io.pinisi.portal.hub;

import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.ResourceAmounts;
import io.pinisi.federation.whatif.BlastRadius;
import io.pinisi.portal.placement.Impact;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.status.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts a simulation into the words of the pages. */
final class Impacts {
    /** Objects shown; the counts are of all. */
    private static final int MOVES_SHOWN = 200;

    private Impacts() {}

    static Impact of(FleetView.Simulated simulated) {
        BlastRadius radius = simulated.radius();
        List<Impact.Moved> moved =
                radius.moves().stream().limit(MOVES_SHOWN).map(Impacts::moved).toList();
        int more = Math.max(0, radius.moves().size() - MOVES_SHOWN);
        return new Impact(
                List.of(),
                moved,
                radius.clusters().stream().map(Impacts::effect).toList(),
                radius.untouched(),
                simulated.hidden() + more);
    }

    private static Impact.Moved moved(BlastRadius.Move move) {
        Status status;
        if (move.isStuck()) {
            status =
                    move.after().isEmpty()
                            ? new Status(Level.FAILED, "Nowhere", move.problem())
                            : new Status(Level.DEGRADED, "Stays", move.problem());
        } else if (move.before().isEmpty()) {
            status = Status.of(Level.DONE, "Placed");
        } else {
            status = Status.of(Level.PROGRESSING, "Moves");
        }
        return new Impact.Moved(
                move.template().toString(),
                status,
                words(move.before()),
                words(move.after()),
                move.decision().verdicts().stream().map(Impacts::reason).toList());
    }

    private static Impact.Reason reason(Decision.Verdict verdict) {
        return new Impact.Reason(verdict.cluster(), verdict.chosen(), verdict.summary());
    }

    private static String words(List<Target> targets) {
        return targets.isEmpty()
                ? "–"
                : targets.stream()
                        .map(
                                target ->
                                        target.cluster()
                                                + (target.replicas().isPresent()
                                                        ? " × " + target.replicas().getAsInt()
                                                        : ""))
                        .collect(Collectors.joining(", "));
    }

    private static Impact.Effect effect(BlastRadius.Effect effect) {
        return new Impact.Effect(
                effect.cluster(),
                amount(effect.arriving(), effect.replicasIn()),
                amount(effect.leaving(), effect.replicasOut()),
                room(effect.free(), effect.isOvercommitted()));
    }

    private static String amount(int objects, int replicas) {
        List<String> parts = new ArrayList<>();
        if (objects > 0) {
            parts.add(Words.count(objects, "object", "objects"));
        }
        if (replicas > 0) {
            parts.add(Words.count(replicas, "replica", "replicas"));
        }
        return parts.isEmpty() ? "–" : String.join(", ", parts);
    }

    private static Status room(@Nullable ResourceAmounts free, boolean overcommitted) {
        if (free == null) {
            return new Status(Level.UNKNOWN, "Not known", "The cluster has not told its capacity");
        }
        String words = part(free, "cpu") + " CPU, " + part(free, "memory") + ", " + pods(free);
        return overcommitted
                ? new Status(Level.FAILED, "Too little", "Free then: " + words)
                : new Status(Level.HEALTHY, "Enough", "Free then: " + words);
    }

    private static String part(ResourceAmounts free, String resource) {
        Quantity amount = free.amount(resource);
        boolean lacking = amount.value().signum() < 0;
        long size = Math.abs(resource.equals("cpu") ? amount.asMilli() : amount.asLong());
        String words = resource.equals("cpu") ? Words.cores(size) : Words.bytes(size);
        return (lacking ? "−" : "") + words;
    }

    private static String pods(ResourceAmounts free) {
        return free.amount("pods").asLong() + " pods";
    }
}
