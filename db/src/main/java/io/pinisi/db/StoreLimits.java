package io.pinisi.db;

import java.time.Duration;

/**
 * Every bound of a store, by name.
 *
 * @param queueMax writes that may wait for the writer
 * @param queueWaitMax how long a write waits for a place in that queue before it is refused
 * @param groupMax writes that share one transaction and one force to disk
 * @param groupBytesMax bytes of values after which a group takes no further write
 * @param recentMax revisions kept in memory for tails
 * @param recentBytesMax bytes of values kept in memory for tails
 * @param tailBatchMax revisions that a tail hands out at once
 * @param compactionBatchMax log rows looked at in one transaction of a compaction
 * @param valueBytesMax longest value
 * @param keyLengthMax longest key
 * @param readersMax reads that run at once
 * @param readQueueMax reads that may wait for a reader
 * @param applyMax rows that go from the journal into the tables in one transaction
 * @param applyPause how long rows in the journal wait for others, unless somebody reads the tables
 * @param backlogBytesMax memory of what is in the journal and not in the tables; further writes
 *     wait
 * @param journalBytesMax how long each of the journal's two files becomes
 * @param recoveryAttemptsMax how often the writer tries to learn whether a failed commit took place
 * @param recoveryPause between two such attempts
 */
public record StoreLimits(
        int queueMax,
        Duration queueWaitMax,
        int groupMax,
        int groupBytesMax,
        int recentMax,
        long recentBytesMax,
        int tailBatchMax,
        int compactionBatchMax,
        int valueBytesMax,
        int keyLengthMax,
        int readersMax,
        int readQueueMax,
        int applyMax,
        Duration applyPause,
        long backlogBytesMax,
        int journalBytesMax,
        int recoveryAttemptsMax,
        Duration recoveryPause) {

    private static final int MIB = 1024 * 1024;

    /** The longest value that the tables hold; Kubernetes' own limit for an object. */
    static final int VALUE_BYTES_MAX = MIB + MIB / 2;

    static final int KEY_LENGTH_MAX = 1024;

    public static final StoreLimits STANDARD =
            new StoreLimits(
                    4096,
                    Duration.ofSeconds(2),
                    256,
                    8 * MIB,
                    16_384,
                    64L * MIB,
                    512,
                    1000,
                    VALUE_BYTES_MAX,
                    KEY_LENGTH_MAX,
                    4,
                    1024,
                    4096,
                    Duration.ofMillis(500),
                    32L * MIB,
                    16 * MIB,
                    20,
                    Duration.ofMillis(500));

    public StoreLimits {
        if (queueMax < 1 || groupMax < 1 || groupBytesMax < 1 || readersMax < 1) {
            throw new IllegalArgumentException("limits begin at 1");
        }
        if (recentMax < 1 || tailBatchMax < 1 || compactionBatchMax < 1 || readQueueMax < 1) {
            throw new IllegalArgumentException("limits begin at 1");
        }
        if (applyMax < 1 || backlogBytesMax < 1 || journalBytesMax < 1) {
            throw new IllegalArgumentException("limits begin at 1");
        }
        if (valueBytesMax > VALUE_BYTES_MAX || keyLengthMax > KEY_LENGTH_MAX) {
            throw new IllegalArgumentException("the tables do not hold that much");
        }
    }
}
