package io.pinisi.cluster.scheduler;

import java.time.Duration;

/**
 * @param bindings written at once
 * @param volumeWaits pods that may wait for their volumes at once; more are tried again later
 * @param volumeWait how long one waits before another node is looked for
 */
public record SchedulerLimits(int bindings, int volumeWaits, Duration volumeWait) {
    public static final SchedulerLimits STANDARD =
            new SchedulerLimits(64, 1000, Duration.ofMinutes(10));
}
