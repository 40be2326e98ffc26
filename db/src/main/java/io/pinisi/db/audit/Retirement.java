package io.pinisi.db.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A signed statement that the records of whole checkpoints were let go, because their time was
 * over. The checkpoints stay, so the chain goes on behind them; records that are missing without
 * such a statement were removed by somebody else.
 *
 * @param number from 1, without gaps
 * @param first sequence of the first record
 * @param last sequence of the last record
 * @param digest of the last checkpoint, which binds all before it
 * @param keyId which key signed, see {@link CheckpointSigner#keyId}
 * @param signature Ed25519 over {@link #statement}, in hexadecimal
 */
public record Retirement(
        long number,
        long firstCheckpoint,
        long lastCheckpoint,
        long first,
        long last,
        Instant retiredAt,
        String digest,
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

    /**
     * @throws IllegalArgumentException the line is not what {@link #toLine} writes
     */
    public static Retirement parse(String line) {
        LineFields fields = LineFields.of(line);
        Retirement read =
                new Retirement(
                        fields.number("retirement"),
                        fields.number("firstCheckpoint"),
                        fields.number("lastCheckpoint"),
                        fields.number("first"),
                        fields.number("last"),
                        Instant.ofEpochMilli(fields.number("retiredAt")),
                        fields.text("digest"),
                        fields.text("keyId"),
                        fields.text("signature"));
        fields.requireAllRead();
        return read;
    }

    Retirement signed(String withSignature) {
        return new Retirement(
                number,
                firstCheckpoint,
                lastCheckpoint,
                first,
                last,
                retiredAt,
                digest,
                keyId,
                withSignature);
    }

    /** Whether it is about exactly these checkpoints. */
    boolean isAbout(Checkpoint begin, Checkpoint end) {
        return begin.number() == firstCheckpoint
                && begin.first() == first
                && end.number() == lastCheckpoint
                && end.last() == last
                && end.digest().equals(digest);
    }

    private SortedMap<String, Object> stated() {
        SortedMap<String, Object> fields = new TreeMap<>();
        fields.put("digest", digest);
        fields.put("first", first);
        fields.put("firstCheckpoint", firstCheckpoint);
        fields.put("keyId", keyId);
        fields.put("last", last);
        fields.put("lastCheckpoint", lastCheckpoint);
        fields.put("retiredAt", retiredAt.toEpochMilli());
        fields.put("retirement", number);
        return fields;
    }
}
