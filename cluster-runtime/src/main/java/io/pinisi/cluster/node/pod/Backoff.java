package io.pinisi.cluster.node.pod;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long to wait before trying again what failed before: 10 s, doubling to 5 min. */
public record Backoff(Duration delay, Instant updated) {
    static final Duration FIRST = Duration.ofSeconds(10);
    static final Duration LAST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = LAST.multipliedBy(2);

    /** After one more failure that happened at {@code event}. */
    public static Backoff next(@Nullable Backoff previous, Instant event, Instant now) {
        if (previous == null || previous.forgotten(event)) {
            return new Backoff(FIRST, now);
        }
        Duration doubled = previous.delay.multipliedBy(2);
        return new Backoff(doubled.compareTo(LAST) < 0 ? doubled : LAST, now);
    }

    /** When it may be tried again after failing at {@code event}. */
    public Instant until(Instant event) {
        return forgotten(event) ? event : event.plus(delay);
    }

    private boolean forgotten(Instant event) {
        return Duration.between(updated, event).compareTo(FORGOTTEN) > 0;
    }

    /** As messages have it: {@code 10s}, {@code 1m20s}, {@code 5m0s}. */
    public String text() {
        long seconds = delay.toSeconds();
        return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }
}
