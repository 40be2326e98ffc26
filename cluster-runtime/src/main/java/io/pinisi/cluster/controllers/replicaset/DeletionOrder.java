package io.pinisi.cluster.controllers.replicaset;

import io.pinisi.cluster.controller.view.PodView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the pods first whose end hurts least: unassigned, pending, not ready, cheap by annotation,
 * on nodes with many siblings, ready for a short time, often restarted, young. Ages are compared by
 * orders of magnitude, so that among pods of about the same age the choice falls by uid and does
 * not always hit the newest.
 */
final class DeletionOrder implements Comparator<PodView> {
    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";
    private static final List<String> PHASES = List.of("Pending", "Unknown", "Running");

    private final Comparator<PodView> order;
    private final Instant now;

    DeletionOrder(Map<String, Long> podsPerNode, Instant now) {
        this.now = now;
        this.order =
                Comparator.comparing((PodView pod) -> !pod.nodeName().isEmpty())
                        .thenComparing(pod -> PHASES.indexOf(pod.phase()))
                        .thenComparing(PodView::isReady)
                        .thenComparing(DeletionOrder::cost)
                        .thenComparing(
                                pod -> podsPerNode.getOrDefault(pod.nodeName(), 0L),
                                Comparator.reverseOrder())
                        .thenComparing(this::byReadyTime)
                        .thenComparing(PodView::mostRestarts, Comparator.reverseOrder())
                        .thenComparing(this::byCreation);
    }

    @Override
    public int compare(PodView a, PodView b) {
        return order.compare(a, b);
    }

    private static int cost(PodView pod) {
        String text = pod.metadata().annotation(COST);
        if (text == null) {
            return 0;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private int byReadyTime(PodView a, PodView b) {
        if (!a.isReady() || !b.isReady()) {
            return 0;
        }
        return youngerFirst(a, b, a.readySince(), b.readySince());
    }

    private int byCreation(PodView a, PodView b) {
        return youngerFirst(
                a, b, a.metadata().creationTimestamp(), b.metadata().creationTimestamp());
    }

    private int youngerFirst(
            PodView a, PodView b, @Nullable Instant sinceA, @Nullable Instant sinceB) {
        if (sinceA == null || sinceB == null) {
            return Boolean.compare(sinceA != null, sinceB != null);
        }
        if (sinceA.equals(sinceB)) {
            return 0;
        }
        int magnitude = Long.compare(magnitude(sinceA), magnitude(sinceB));
        return magnitude != 0 ? magnitude : a.metadata().uid().compareTo(b.metadata().uid());
    }

    private long magnitude(Instant since) {
        long nanos = Duration.between(since, now).toNanos();
        return nanos <= 0 ? -1 : 63 - Long.numberOfLeadingZeros(nanos);
    }
}
