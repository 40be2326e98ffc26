package io.pinisi.db.audit;

import java.time.Duration;

/**
 * How long audit records are kept.
 *
 * @param retention after the checkpoint that sealed them
 * @param look how often it is looked whether some are over
 * @param recordsMax records that one transaction lets go at the most; one checkpoint at the least
 */
public record RetentionPolicy(Duration retention, Duration look, int recordsMax) {
    /** A year, as PCI DSS 10.5.1 asks. */
    public static final RetentionPolicy STANDARD =
            new RetentionPolicy(Duration.ofDays(365), Duration.ofHours(1), 20_000);

    public RetentionPolicy {
        if (retention.isNegative() || retention.isZero() || recordsMax < AuditTrail.PAGE_MAX) {
            throw new IllegalArgumentException("a retention is longer than nothing");
        }
    }

    public RetentionPolicy withRetention(Duration other) {
        return new RetentionPolicy(other, look, recordsMax);
    }
}
