package io.pinisi.db.audit;

/** What a walk along the chain found. */
public sealed interface Verification {
    /**
     * Every record is there and as it was written.
     *
     * @param hash the last record's
     * @param sealed records that signed checkpoints vouch for
     */
    record Intact(long records, String hash, long sealed) implements Verification {}

    /** The first record that is missing or is not what was written. */
    record Broken(long sequence, String reason) implements Verification, PartCheck.Found {}
}
