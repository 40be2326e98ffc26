package io.pinisi.db.audit;

import java.time.Instant;
import java.util.SortedMap;

/** A record as one line of JSON: its canonical fields and its hash. */
public final class RecordLine {
    private RecordLine() {}

    public static String of(AuditRecord chained) {
        SortedMap<String, Object> fields =
                AuditChain.fields(
                        chained.sequence(),
                        chained.recordedAt(),
                        chained.entry(),
                        chained.revision());
        fields.put("hash", chained.hash());
        return CanonicalJson.write(fields);
    }

    /**
     * @throws IllegalArgumentException the line is not what {@link #of} writes
     */
    public static AuditRecord parse(String line) {
        LineFields fields = LineFields.of(line);
        AuditRecord read =
                new AuditRecord(
                        fields.number("sequence"),
                        Instant.ofEpochMilli(fields.number("recordedAt")),
                        new AuditEntry(
                                fields.text("actor"),
                                fields.texts("groups"),
                                fields.text("verb"),
                                fields.text("object"),
                                fields.text("requestId"),
                                fields.text("source"),
                                fields.text("channel"),
                                fields.text("result"),
                                fields.text("detail")),
                        fields.optionalNumber("revision"),
                        fields.text("hash"));
        fields.requireAllRead();
        return read;
    }
}
