package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.scheduler.plugins.Rules;
import java.util.List;

/**
 * The rules of a scheduler: filters in the order in which they are asked, scores with their
 * weights.
 */
public record Profile(List<FilterRule> filters, List<Weighted> scores) {
    public Profile {
        filters = List.copyOf(filters);
        scores = List.copyOf(scores);
    }

    /** A score and how much it counts. */
    public record Weighted(ScoreRule rule, int weight) {}

    public static Profile standard() {
        return new Profile(Rules.filters(), Rules.scores());
    }
}
