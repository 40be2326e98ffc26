package io.pinisi.db.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** How one record is bound to the one before it. */
public final class AuditChain {
    /** Stands before the first record. */
    public static final String GENESIS = "0".repeat(64);

    private AuditChain() {}

    /** The next record of a chain whose last hash is {@code previous}. */
    public static AuditRecord link(
            String previous,
            long sequence,
            Instant recordedAt,
            AuditEntry entry,
            OptionalLong revision) {
        AuditEntry storable = AuditText.storable(entry);
        return new AuditRecord(
                sequence,
                recordedAt,
                storable,
                revision,
                hash(previous, sequence, recordedAt, storable, revision));
    }

    /** Whether a record, as it was read, is what was written after {@code previous}. */
    public static boolean holds(String previous, AuditRecord read) {
        return hash(previous, read.sequence(), read.recordedAt(), read.entry(), read.revision())
                .equals(read.hash());
    }

    /** The text that is hashed. */
    static String canonical(
            String previous,
            long sequence,
            Instant recordedAt,
            AuditEntry entry,
            OptionalLong revision) {
        SortedMap<String, Object> fields = fields(sequence, recordedAt, entry, revision);
        fields.put("previous", previous);
        return CanonicalJson.write(fields);
    }

    /** What a record says, without its place in the chain. */
    static SortedMap<String, Object> fields(
            long sequence, Instant recordedAt, AuditEntry entry, OptionalLong revision) {
        SortedMap<String, Object> fields = new TreeMap<>();
        fields.put("actor", entry.actor());
        fields.put("channel", entry.channel());
        fields.put("detail", entry.detail());
        fields.put("groups", entry.groups());
        fields.put("object", entry.object());
        fields.put("recordedAt", recordedAt.toEpochMilli());
        fields.put("requestId", entry.requestId());
        fields.put("result", entry.result());
        revision.ifPresent(number -> fields.put("revision", number));
        fields.put("sequence", sequence);
        fields.put("source", entry.source());
        fields.put("verb", entry.verb());
        return fields;
    }

    private static String hash(
            String previous,
            long sequence,
            Instant recordedAt,
            AuditEntry entry,
            OptionalLong revision) {
        String text = canonical(previous, sequence, recordedAt, entry, revision);
        byte[] digest = MerkleTree.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
