package io.pinisi.db.audit;

import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks records that are only a part of a log, each by its own proof. An altered record, one that
 * was added and one that stands elsewhere are found. That a record was left out is not: a part does
 * not say what it is a part of.
 */
public final class PartCheck {
    /** What was found. */
    public sealed interface Found permits Part, Verification.Broken {}

    /**
     * What is there is part of the log, as it was written; what is missing cannot be told.
     *
     * @param proven records that signed checkpoints vouch for
     * @param unproven records that no checkpoint reached yet
     */
    public record Part(long proven, long unproven) implements Found {}

    /** Records never begin so: their first field is another. */
    private static final String PROOF = "{\"inCheckpoint\":";

    private final Map<Long, Checkpoint> checkpoints;

    /** Of the checkpoints themselves. */
    private Verification.@Nullable Broken fault;

    private Verification.@Nullable Broken broken;
    private @Nullable AuditRecord waiting;
    private long last;
    private long proven;
    private long unproven;

    private PartCheck(Map<Long, Checkpoint> checkpoints) {
        this.checkpoints = checkpoints;
    }

    /**
     * @param checkpoints all up to the last that a proof names, in order
     * @param key the public half of the key they must be signed with
     */
    public static PartCheck against(List<Checkpoint> checkpoints, PublicKey key) {
        PartCheck check =
                new PartCheck(
                        checkpoints.stream()
                                .collect(
                                        Collectors.toMap(Checkpoint::number, Function.identity())));
        check.fault = ChainCheck.faultOf(checkpoints, key);
        check.broken = check.fault;
        return check;
    }

    /** Another part of the same log. */
    public PartCheck another() {
        PartCheck check = new PartCheck(checkpoints);
        check.broken = fault;
        check.fault = fault;
        return check;
    }

    /** The next line: a record, or the proof of the one before. */
    public void addLine(String line) {
        try {
            if (line.startsWith(PROOF)) {
                prove(InclusionProof.parse(line));
            } else {
                add(RecordLine.parse(line));
            }
        } catch (IllegalArgumentException e) {
            addUnreadable(String.valueOf(e.getMessage()));
        }
    }

    /** The next record; its proof, if it has one, comes next. */
    public void add(AuditRecord read) {
        settle();
        if (read.sequence() <= last) {
            breakAt(read.sequence(), "the record is there twice, or out of order");
        }
        last = read.sequence();
        waiting = read;
    }

    /** The proof of the record that was added last. */
    public void prove(InclusionProof proof) {
        AuditRecord record = waiting;
        Checkpoint checkpoint = checkpoints.get(proof.checkpoint());
        waiting = null;
        if (record == null || record.sequence() != proof.sequence()) {
            breakAt(proof.sequence(), "the record is missing, its proof is there");
        } else if (checkpoint == null) {
            breakAt(proof.sequence(), "checkpoint " + proof.checkpoint() + " is missing");
        } else if (!proof.holds(record, checkpoint)) {
            breakAt(
                    proof.sequence(),
                    "the record is not what was written and sealed by checkpoint "
                            + proof.checkpoint());
        } else {
            proven++;
        }
    }

    /** Something stands where a record or a proof should be. */
    public void addUnreadable(String why) {
        settle();
        breakAt(last + 1, "cannot be read: " + why);
    }

    /** A record without a proof is well only where no checkpoint reaches. */
    private void settle() {
        AuditRecord record = waiting;
        waiting = null;
        if (record == null) {
            return;
        }
        boolean sealed =
                checkpoints.values().stream().anyMatch(one -> one.last() >= record.sequence());
        if (sealed) {
            breakAt(record.sequence(), "the record has no proof, and checkpoints reach beyond it");
        } else {
            unproven++;
        }
    }

    private void breakAt(long where, String reason) {
        if (broken == null) {
            broken = new Verification.Broken(where, reason);
        }
    }

    public Found end() {
        settle();
        return broken != null ? broken : new Part(proven, unproven);
    }
}
