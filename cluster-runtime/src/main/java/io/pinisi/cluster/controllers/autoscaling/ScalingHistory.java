package io.pinisi.cluster.controllers.autoscaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was recommended and done lately, as far back as any behavior may look; kept in memory alone,
 * so a new process begins with the number it finds.
 */
record ScalingHistory(List<Moment> recommended, List<Moment> changes) {
    static final ScalingHistory NONE = new ScalingHistory(List.of(), List.of());
    private static final Duration LONGEST_WINDOW = Duration.ofHours(1);
    private static final Duration LONGEST_PERIOD = Duration.ofMinutes(30);

    ScalingHistory {
        recommended = List.copyOf(recommended);
        changes = List.copyOf(changes);
    }

    /** A number of replicas at a moment; of changes, how many more or fewer. */
    record Moment(Instant at, int replicas) {}

    ScalingHistory recommending(int replicas, Instant now) {
        return new ScalingHistory(added(recommended, replicas, now, LONGEST_WINDOW), changes);
    }

    ScalingHistory changedBy(int difference, Instant now) {
        return new ScalingHistory(recommended, added(changes, difference, now, LONGEST_PERIOD));
    }

    private static List<Moment> added(
            List<Moment> moments, int replicas, Instant now, Duration kept) {
        List<Moment> next = new ArrayList<>(since(moments, now.minus(kept)));
        next.add(new Moment(now, replicas));
        return next;
    }

    int lowestSince(Instant begin, int orElse) {
        return since(recommended, begin).stream()
                .mapToInt(Moment::replicas)
                .reduce(orElse, Math::min);
    }

    int highestSince(Instant begin, int orElse) {
        return since(recommended, begin).stream()
                .mapToInt(Moment::replicas)
                .reduce(orElse, Math::max);
    }

    /** How many replicas came, less those that went. */
    int gainSince(Instant begin) {
        return since(changes, begin).stream().mapToInt(Moment::replicas).sum();
    }

    private static List<Moment> since(List<Moment> moments, Instant begin) {
        return moments.stream().filter(moment -> moment.at().isAfter(begin)).toList();
    }
}
