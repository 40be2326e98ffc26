package io.pinisi.db.audit;

import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * What proves that one record stands in the log at its place, and is as it was written: what its
 * hash covers besides itself, and the way from it to the root that a checkpoint was signed for.
 *
 * @param sequence of the record
 * @param checkpoint number of the checkpoint that vouches for it
 * @param previous hash of the record before
 * @param path hashes beside the way, from the record up
 */
public record InclusionProof(long sequence, long checkpoint, String previous, List<String> path) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    /**
     * @param before hash of the record before the checkpoint's first
     * @param hashes of all records of the checkpoint
     */
    public static InclusionProof of(
            long sequence, Checkpoint checkpoint, String before, List<String> hashes) {
        int index = Math.toIntExact(sequence - checkpoint.first());
        List<byte[]> leaves = hashes.stream().map(HexFormat.of()::parseHex).toList();
        return new InclusionProof(
                sequence,
                checkpoint.number(),
                index == 0 ? before : hashes.get(index - 1),
                MerkleTree.path(leaves, index).stream().map(HexFormat.of()::formatHex).toList());
    }

    /** Whether the checkpoint, which is trusted, vouches for exactly this record. */
    boolean holds(AuditRecord chained, Checkpoint trusted) {
        if (chained.sequence() != sequence
                || trusted.number() != checkpoint
                || sequence < trusted.first()
                || sequence > trusted.last()
                || !AuditChain.holds(previous, chained)) {
            return false;
        }
        try {
            byte[] root =
                    MerkleTree.rootBy(
                            HexFormat.of().parseHex(chained.hash()),
                            sequence - trusted.first(),
                            trusted.last() - trusted.first() + 1,
                            path.stream().map(HexFormat.of()::parseHex).toList());
            return HexFormat.of().formatHex(root).equals(trusted.root());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The one spelling as JSON, in one line. */
    public String toLine() {
        TreeMap<String, Object> fields = new TreeMap<>();
        fields.put("inCheckpoint", checkpoint);
        fields.put("path", path);
        fields.put("previous", previous);
        fields.put("proves", sequence);
        return CanonicalJson.write(fields);
    }

    /**
     * @throws IllegalArgumentException the line is not what {@link #toLine} writes
     */
    public static InclusionProof parse(String line) {
        LineFields fields = LineFields.of(line);
        InclusionProof read =
                new InclusionProof(
                        fields.number("proves"),
                        fields.number("inCheckpoint"),
                        fields.text("previous"),
                        fields.texts("path"));
        fields.requireAllRead();
        return read;
    }
}
