package io.pinisi.federation.traffic;

import io.pinisi.federation.placement.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How changes come into one member.
 *
 * @param waiting objects that wait to be written, or to be tried again
 * @param oldest the one that waits longest
 * @param inHand objects that are being written
 * @param perSecond objects written a second, over about the last minute
 * @param applied from a change on the hub to the member's answer, over the last ten minutes
 * @param visible from a change on the hub until it was seen in the member again
 * @param writes objects written since the member was connected
 * @param deletes objects deleted since
 * @param failures attempts that went wrong since
 * @param trouble the last of them
 */
public record TrafficReport(
        String cluster,
        int waiting,
        Optional<Waiting> oldest,
        int inHand,
        double perSecond,
        Latency applied,
        Latency visible,
        long writes,
        long deletes,
        long failures,
        Optional<Trouble> trouble) {

    /** An object and since when it waits. */
    public record Waiting(Template template, Instant since) {}

    /** Empty where nothing happened. */
    public record Latency(Optional<Duration> half, Optional<Duration> most) {
        static Latency of(Histogram histogram, Instant now) {
            return new Latency(histogram.quantile(0.5, now), histogram.quantile(0.99, now));
        }
    }

    /** The same with only these of its objects. */
    public TrafficReport with(Optional<Waiting> seen, Optional<Trouble> told) {
        return new TrafficReport(
                cluster, waiting, seen, inHand, perSecond, applied, visible, writes, deletes,
                failures, told);
    }
}
