package io.pinisi.cluster.apiserver.http;

import java.time.Duration;

/**
 * How fast the body of a request has to come: one that trickles in holds a place among the requests
 * in flight, and each of its bytes would start every idle timeout anew.
 *
 * @param grace waited for the first byte, and longer than any pause that a network makes
 * @param bytesPerSecondMin of all that came, beyond the grace
 */
public record BodyPace(Duration grace, int bytesPerSecondMin) {
    public static final BodyPace USUAL = new BodyPace(Duration.ofSeconds(10), 1024);

    private static final long NANOS = 1_000_000_000;

    /**
     * @param bytes that have come since
     * @param elapsedNanos since somebody began to wait for the body
     * @return how long the next byte may take; not above zero where it is over
     */
    public long leftNanos(long bytes, long elapsedNanos) {
        return grace.toNanos() + bytes * NANOS / bytesPerSecondMin - elapsedNanos;
    }
}
