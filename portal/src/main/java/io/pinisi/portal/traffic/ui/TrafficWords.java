package io.pinisi.portal.traffic.ui;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Short times and rates as people read them. */
final class TrafficWords {
    private TrafficWords() {}

    static String latency(@Nullable Duration took) {
        if (took == null) {
            return "–";
        }
        long millis = took.toMillis();
        if (millis < 1000) {
            return Math.max(1, millis) + " ms";
        }
        return millis < 60_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1e3)
                : String.format(Locale.ROOT, "%.0f min", millis / 6e4);
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%.0f/s", perSecond);
    }
}
