package io.pinisi.db.audit;

/** What a walk along the chain found. */
public sealed interface Verification {
    /**
     * Every record is there and as it was written, but for those of which a signed statement says
     * that they were let go.
     *
     * @param records that are there
     * @param hash the last record's
     * @param sealed records that are there and signed checkpoints vouch for
     * @param retired records that were let go
     */
    record Intact(long records, String hash, long sealed, long retired) implements Verification {}

    /** The first record that is missing or is not what was written. */
    record Broken(long sequence, String reason) implements Verification, PartCheck.Found {}
}
