package io.pinisi.db.audit;

/** What a walk along the chain found. */
public sealed interface Verification {
    /** Every record is there and as it was written; {@code hash} is the last one's. */
    record Intact(long records, String hash) implements Verification {}

    /** The first record that is missing or is not what was written. */
    record Broken(long sequence, String reason) implements Verification {}
}
