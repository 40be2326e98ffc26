package io.pinisi.db.audit;

import java.time.Duration;

/**
 * When a checkpoint is due.
 *
 * @param recordsMax records that one checkpoint vouches for at the most; as many waiting make one
 *     due
 * @param ageMax how long after a checkpoint fewer records wait for the next one
 * @param look how often it is looked whether one is due
 */
public record CheckpointLimits(int recordsMax, Duration ageMax, Duration look) {
    public static final CheckpointLimits STANDARD =
            new CheckpointLimits(AuditTrail.PAGE_MAX, Duration.ofMinutes(1), Duration.ofSeconds(2));

    public CheckpointLimits {
        if (recordsMax < 1 || recordsMax > AuditTrail.PAGE_MAX) {
            throw new IllegalArgumentException("1 to " + AuditTrail.PAGE_MAX + " records");
        }
    }
}
