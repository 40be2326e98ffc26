package io.pinisi.cluster.controller.event;

import java.time.Duration;

/**
 * How much a component may tell.
 *
 * @param queued events waiting to be written; more are dropped
 * @param remembered objects and events that repetitions are recognised for
 * @param similar different messages of one reason about one object within {@code similarWithin},
 *     after which they are told as one
 * @param burst events about one object at once, after which one each {@code refill} is told
 */
public record EventLimits(
        int queued,
        int remembered,
        int similar,
        Duration similarWithin,
        int burst,
        Duration refill) {
    public static final EventLimits STANDARD =
            new EventLimits(1000, 4096, 10, Duration.ofMinutes(10), 25, Duration.ofMinutes(5));
}
