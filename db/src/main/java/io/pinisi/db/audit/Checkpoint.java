package io.pinisi.db.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A signed statement that records {@code first} to {@code last} were what they are. Whoever holds a
 * copy can tell whether the store still has them all.
 *
 * @param number from 1, without gaps
 * @param root Merkle root over the records' hashes
 * @param chainHash hash of the last record
 * @param previous digest of the checkpoint before, {@link AuditChain#GENESIS} for the first
 * @param keyId which key signed, see {@link CheckpointSigner#keyId}
 * @param signature Ed25519 over {@link #statement}, in hexadecimal
 */
public record Checkpoint(
        long number,
        long first,
        long last,
        Instant createdAt,
        String root,
        String chainHash,
        String previous,
        String keyId,
        String signature) {

    /** What is signed. */
    byte[] statement() {
        return CanonicalJson.write(stated()).getBytes(StandardCharsets.UTF_8);
    }

    /** The one spelling as JSON, in one line. */
    public String toLine() {
        SortedMap<String, Object> fields = stated();
        fields.put("signature", signature);
        return CanonicalJson.write(fields);
    }

    /** What the next checkpoint names as its previous one. */
    public String digest() {
        byte[] line = toLine().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MerkleTree.sha256().digest(line));
    }

    /**
     * @throws IllegalArgumentException the line is not what {@link #toLine} writes
     */
    public static Checkpoint parse(String line) {
        LineFields fields = LineFields.of(line);
        Checkpoint read =
                new Checkpoint(
                        fields.number("checkpoint"),
                        fields.number("first"),
                        fields.number("last"),
                        Instant.ofEpochMilli(fields.number("createdAt")),
                        fields.text("root"),
                        fields.text("chainHash"),
                        fields.text("previous"),
                        fields.text("keyId"),
                        fields.text("signature"));
        fields.requireAllRead();
        return read;
    }

    Checkpoint signed(String withSignature) {
        return new Checkpoint(
                number, first, last, createdAt, root, chainHash, previous, keyId, withSignature);
    }

    private SortedMap<String, Object> stated() {
        SortedMap<String, Object> fields = new TreeMap<>();
        fields.put("chainHash", chainHash);
        fields.put("checkpoint", number);
        fields.put("createdAt", createdAt.toEpochMilli());
        fields.put("first", first);
        fields.put("keyId", keyId);
        fields.put("last", last);
        fields.put("previous", previous);
        fields.put("root", root);
        return fields;
    }
}
