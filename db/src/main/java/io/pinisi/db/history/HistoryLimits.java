package io.pinisi.db.history;

/**
 * Every bound of a history, by name.
 *
 * @param deltasMax states that are compressed against one keyframe
 * @param rememberedMax objects whose last state the writer keeps in memory
 * @param rememberedBytesMax bytes of those states
 * @param pageMax states of one answer
 * @param forgetBatchMax states that one transaction of the retention removes
 * @param bodyBytesMax longest state
 * @param readersMax reads that run at once
 * @param readQueueMax reads that may wait for a reader
 */
public record HistoryLimits(
        int deltasMax,
        int rememberedMax,
        long rememberedBytesMax,
        int pageMax,
        int forgetBatchMax,
        int bodyBytesMax,
        int readersMax,
        int readQueueMax) {
    private static final int MIB = 1024 * 1024;

    public static final HistoryLimits STANDARD =
            new HistoryLimits(64, 20_000, 32L * MIB, 1000, 1000, 2 * MIB, 2, 256);

    public HistoryLimits {
        if (deltasMax < 1 || rememberedMax < 1 || pageMax < 1 || forgetBatchMax < 1) {
            throw new IllegalArgumentException("limits begin at 1");
        }
        if (bodyBytesMax > 2 * MIB || readersMax < 1 || readQueueMax < 1) {
            throw new IllegalArgumentException("the tables do not hold that much");
        }
    }
}
