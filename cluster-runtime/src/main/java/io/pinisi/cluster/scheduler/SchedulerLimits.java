package io.pinisi.cluster.scheduler;

/**
 * @param bindings written at once
 */
public record SchedulerLimits(int bindings) {
    public static final SchedulerLimits STANDARD = new SchedulerLimits(64);
}
