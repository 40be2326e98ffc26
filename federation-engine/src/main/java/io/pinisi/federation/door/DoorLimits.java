package io.pinisi.federation.door;

import java.time.Duration;

/**
 * What callers may take up.
 *
 * @param requestsOfACaller under way at once, streams and connections into pods among them
 * @param requests under way at once of all callers
 * @param idle after which a stream or a connection on which nothing moves is ended; as long as a
 *     kubelet has by default
 * @param rightChecked how often it is looked at whether a stream may go on
 */
public record DoorLimits(
        int requestsOfACaller, int requests, Duration idle, Duration rightChecked) {
    public static final DoorLimits USUAL =
            new DoorLimits(100, 2000, Duration.ofHours(4), Duration.ofSeconds(2));
}
