package io.pinisi.portal.traffic;

import io.pinisi.portal.status.Status;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How changes come into one cluster.
 *
 * @param waiting objects that wait to be written, or to be tried again
 * @param oldest when the one that waits longest began to; null where none waits
 * @param oldestObject empty where none waits, or the person may not see it
 * @param perSecond objects written a second, over about the last minute
 * @param applied from a change on the hub to the cluster's answer
 * @param visible from a change on the hub until it was seen in the cluster
 * @param trouble what went wrong last; null where nothing did
 */
public record ClusterTraffic(
        String cluster,
        Status status,
        int waiting,
        int inHand,
        @Nullable Instant oldest,
        String oldestObject,
        double perSecond,
        Latency applied,
        Latency visible,
        long writes,
        long deletes,
        long failures,
        @Nullable Trouble trouble) {

    /** The median and the 99th percentile of the last ten minutes; null where nothing happened. */
    public record Latency(@Nullable Duration half, @Nullable Duration most) {}

    /** What went wrong last. */
    public record Trouble(String object, String message, Instant at) {}
}
