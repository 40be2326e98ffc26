package io.pinisi.federation.history;

import java.time.Duration;

/**
 * Bounds of what members' pasts cost.
 *
 * @param pendingMax observations that wait to be written; what does not fit makes a gap, and the
 *     member is listed again
 * @param gather how long observations are gathered for one transaction
 * @param beat how often it is noted that nothing new was seen; so much is unknown after a crash
 * @param retry pause after a write that failed
 */
public record MemberHistoryLimits(int pendingMax, Duration gather, Duration beat, Duration retry) {
    public static final MemberHistoryLimits STANDARD =
            new MemberHistoryLimits(
                    10_000, Duration.ofMillis(500), Duration.ofSeconds(15), Duration.ofSeconds(1));

    public MemberHistoryLimits {
        if (pendingMax < 1) {
            throw new IllegalArgumentException("pendingMax begins at 1");
        }
    }
}
