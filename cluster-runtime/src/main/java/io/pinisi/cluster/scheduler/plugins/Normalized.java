package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.ScoreRule;
import java.util.Arrays;

/** Brings raw scores onto the common scale. */
final class Normalized {
    private Normalized() {}

    /** The largest becomes the best; all zeros stay zeros. */
    static long[] byLargest(long[] raw) {
        long max = Arrays.stream(raw).max().orElse(0);
        return max <= 0
                ? raw
                : Arrays.stream(raw).map(score -> score * ScoreRule.BEST / max).toArray();
    }

    /** Zero becomes the best, the largest nothing. */
    static long[] byLargestReversed(long[] raw) {
        return Arrays.stream(byLargest(raw)).map(score -> ScoreRule.BEST - score).toArray();
    }

    /** The smallest becomes nothing, the largest the best; all equal are all nothing. */
    static long[] byRange(long[] raw) {
        long max = Arrays.stream(raw).max().orElse(0);
        long min = Arrays.stream(raw).min().orElse(0);
        return Arrays.stream(raw)
                .map(score -> max == min ? 0 : ScoreRule.BEST * (score - min) / (max - min))
                .toArray();
    }
}
