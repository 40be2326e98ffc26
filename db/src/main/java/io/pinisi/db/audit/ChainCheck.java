package io.pinisi.db.audit;

import java.security.PublicKey;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a chain record by record, from the first on, beside the checkpoints that were published of
 * it. Records of whole checkpoints may be missing where a signed statement says that they were let
 * go: the walk goes on behind the last of those checkpoints. Once something is broken, what follows
 * changes the finding no more.
 */
public final class ChainCheck {
    private final List<Checkpoint> checkpoints;

    /** Numbers of checkpoints whose records were let go. */
    private final BitSet retired;

    private int next;
    private long sequence;
    private long gone;
    private String previous = AuditChain.GENESIS;
    private MerkleTree tree = new MerkleTree();
    private Verification.@Nullable Broken broken;

    private ChainCheck(List<Checkpoint> checkpoints, List<Retirement> retirements) {
        this.checkpoints = List.copyOf(checkpoints);
        this.retired = retired(retirements);
    }

    /** Without checkpoints: only what the chain itself shows. */
    public static ChainCheck ofChain() {
        return believing(List.of(), List.of());
    }

    /** What the chain shows, if its checkpoints are believed although nobody checks signatures. */
    public static ChainCheck believing(List<Checkpoint> checkpoints, List<Retirement> retirements) {
        return new ChainCheck(checkpoints, retirements);
    }

    /** Numbers of the checkpoints that statements are about. */
    static BitSet retired(List<Retirement> retirements) {
        BitSet numbers = new BitSet();
        for (Retirement retirement : retirements) {
            numbers.set(
                    Math.toIntExact(retirement.firstCheckpoint()),
                    Math.toIntExact(retirement.lastCheckpoint() + 1));
        }
        return numbers;
    }

    /**
     * @param checkpoints all of them, in order; they are checked first
     * @param retirements statements about records that were let go
     * @param key the public half of the key they must be signed with
     */
    public static ChainCheck against(
            List<Checkpoint> checkpoints, List<Retirement> retirements, PublicKey key) {
        Verification.Broken fault = faultOf(checkpoints, key);
        if (fault == null) {
            fault = faultOf(retirements, checkpoints, key);
        }
        ChainCheck check = fault == null ? new ChainCheck(checkpoints, retirements) : ofChain();
        check.broken = fault;
        return check;
    }

    /** Broken before the walk begins. */
    public static ChainCheck broken(long sequence, String reason) {
        ChainCheck check = ofChain();
        check.breakAt(sequence, reason);
        return check;
    }

    static Verification.@Nullable Broken faultOf(List<Checkpoint> checkpoints, PublicKey key) {
        long number = 1;
        long first = 1;
        String previous = AuditChain.GENESIS;
        for (Checkpoint checkpoint : checkpoints) {
            String fault = null;
            if (checkpoint.number() != number) {
                fault = "checkpoint " + number + " is missing";
            } else if (!CheckpointSigner.holds(checkpoint, key)) {
                fault = "checkpoint " + number + " is not signed with the given key";
            } else if (checkpoint.first() != first
                    || checkpoint.last() < first
                    || !checkpoint.previous().equals(previous)) {
                fault = "checkpoint " + number + " does not follow the one before";
            }
            if (fault != null) {
                return new Verification.Broken(first, fault);
            }
            number++;
            first = checkpoint.last() + 1;
            previous = checkpoint.digest();
        }
        return null;
    }

    private static Verification.@Nullable Broken faultOf(
            List<Retirement> retirements, List<Checkpoint> checkpoints, PublicKey key) {
        for (Retirement retirement : retirements) {
            String fault = null;
            long begin = retirement.firstCheckpoint();
            long end = retirement.lastCheckpoint();
            if (!CheckpointSigner.holds(retirement, key)) {
                fault = "is not signed with the given key";
            } else if (begin < 1
                    || end < begin
                    || end > checkpoints.size()
                    || !retirement.isAbout(
                            checkpoints.get((int) begin - 1), checkpoints.get((int) end - 1))) {
                fault = "is not about the checkpoints that were published";
            }
            if (fault != null) {
                return new Verification.Broken(
                        retirement.first(), "retirement " + retirement.number() + " " + fault);
            }
        }
        return null;
    }

    /** Whether the walk may end: something is broken. */
    public boolean isBroken() {
        return broken != null;
    }

    /** The next record, as it was read. */
    public void add(AuditRecord read) {
        if (broken != null) {
            return;
        }
        passRetired(read.sequence());
        sequence++;
        if (read.sequence() != sequence) {
            breakAt(sequence, "the record is missing");
        } else if (!AuditChain.holds(previous, read)) {
            breakAt(
                    sequence,
                    "the record is not what was written, or does not follow its predecessor");
        } else {
            previous = read.hash();
            tree.add(HexFormat.of().parseHex(previous));
            compareAtCheckpoint();
        }
    }

    /** Goes on behind records that were let go, as far as there is none before {@code until}. */
    private void passRetired(long until) {
        while (next < checkpoints.size()
                && checkpoints.get(next).first() == sequence + 1
                && checkpoints.get(next).last() < until
                && retired.get(next + 1)) {
            Checkpoint checkpoint = checkpoints.get(next);
            gone += checkpoint.last() - sequence;
            sequence = checkpoint.last();
            previous = checkpoint.chainHash();
            next++;
        }
    }

    /** Something stands where the next record should be. */
    public void addUnreadable(String why) {
        passRetired(Long.MAX_VALUE);
        breakAt(sequence + 1, "the record cannot be read: " + why);
    }

    private void compareAtCheckpoint() {
        if (next == checkpoints.size() || checkpoints.get(next).last() != sequence) {
            return;
        }
        Checkpoint checkpoint = checkpoints.get(next);
        if (!checkpoint.root().equals(HexFormat.of().formatHex(tree.root()))
                || !checkpoint.chainHash().equals(previous)) {
            breakAt(
                    checkpoint.first(),
                    "records %d to %d are not those that checkpoint %d was signed for: the chain was written anew, from one of them on"
                            .formatted(checkpoint.first(), checkpoint.last(), checkpoint.number()));
            return;
        }
        tree = new MerkleTree();
        next++;
    }

    private void breakAt(long where, String reason) {
        if (broken == null) {
            broken = new Verification.Broken(where, reason);
        }
    }

    /** The end of the chain. */
    public Verification end() {
        if (broken == null) {
            passRetired(Long.MAX_VALUE);
        }
        if (broken == null && next < checkpoints.size()) {
            breakAt(
                    sequence + 1,
                    "the record is missing: the chain was cut off, checkpoint %d reaches to record %d"
                            .formatted(
                                    checkpoints.getLast().number(), checkpoints.getLast().last()));
        }
        if (broken != null) {
            return broken;
        }
        long sealed = checkpoints.isEmpty() ? 0 : checkpoints.getLast().last() - gone;
        return new Verification.Intact(sequence - gone, previous, sealed, gone);
    }

    /** The end of a chain of which it is known where it must end. */
    public Verification endAt(long lastSequence, String lastHash) {
        passRetired(Long.MAX_VALUE);
        if (sequence < lastSequence) {
            breakAt(sequence + 1, "the record is missing");
        } else if (sequence > lastSequence) {
            breakAt(lastSequence + 1, "the record is behind the end of the chain");
        } else if (!previous.equals(lastHash)) {
            breakAt(sequence, "the chain does not end in the head's hash");
        }
        return end();
    }
}
