package io.pinisi.db;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.Write;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Batches as entries of the journal. */
final class BatchCodec {
    private static final byte FORMAT = 1;
    private static final int TYPICAL_BYTES = 16 * 1024;
    private static final long NO_REVISION = -1;

    private BatchCodec() {}

    static ByteBuffer encode(Batch batch) {
        Entry bytes = new Entry((int) Math.min(batch.bytes(), TYPICAL_BYTES));
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            head(out, batch.before());
            head(out, batch.after());
            out.writeInt(batch.rows().size());
            for (Batch.Row row : batch.rows()) {
                row(out, row);
            }
            out.writeInt(batch.records().size());
            for (AuditRecord chained : batch.records()) {
                chained(out, chained);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.written();
    }

    /** An entry as it grows. */
    private static final class Entry extends ByteArrayOutputStream {
        Entry(int bytes) {
            super(bytes);
        }

        /** What it has become, not copied; nothing may be written after that. */
        ByteBuffer written() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    private static void head(DataOutputStream out, Head head) throws IOException {
        out.writeLong(head.epoch());
        out.writeLong(head.revision());
        out.writeLong(head.compacted());
        out.writeLong(head.auditSequence());
        text(out, head.auditHash());
    }

    private static void row(DataOutputStream out, Batch.Row row) throws IOException {
        Revision revision = row.revision();
        out.writeLong(revision.number());
        text(out, revision.key());
        out.writeShort(Rows.code(revision.operation()));
        out.writeLong(revision.createdAt());
        bytes(out, revision.value());
        text(out, row.origin().actor());
        text(out, row.origin().requestId());
        out.writeLong(row.writtenAt());
    }

    private static void chained(DataOutputStream out, AuditRecord chained) throws IOException {
        AuditEntry entry = chained.entry();
        out.writeLong(chained.sequence());
        out.writeLong(chained.recordedAt().toEpochMilli());
        text(out, entry.actor());
        out.writeInt(entry.groups().size());
        for (String group : entry.groups()) {
            text(out, group);
        }
        text(out, entry.verb());
        text(out, entry.object());
        text(out, entry.requestId());
        text(out, entry.source());
        text(out, entry.channel());
        text(out, entry.result());
        text(out, entry.detail());
        out.writeLong(chained.revision().orElse(NO_REVISION));
        text(out, chained.hash());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * @throws IllegalArgumentException the entry was written by a product that we do not know
     */
    static Batch decode(ByteBuffer entry) {
        byte[] bytes = new byte[entry.remaining()];
        entry.duplicate().get(bytes);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalArgumentException("the journal's format is " + format);
            }
            Head before = head(in);
            Head after = head(in);
            List<Batch.Row> rows = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                rows.add(row(in));
            }
            List<AuditRecord> records = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                records.add(chained(in));
            }
            return new Batch(before, after, rows, records);
        } catch (IOException e) {
            throw new IllegalArgumentException("a journal's entry is not whole", e);
        }
    }

    private static Head head(DataInputStream in) throws IOException {
        return new Head(in.readLong(), in.readLong(), in.readLong(), in.readLong(), text(in));
    }

    private static Batch.Row row(DataInputStream in) throws IOException {
        long number = in.readLong();
        String key = text(in);
        Revision.Operation operation = Rows.operation(in.readShort());
        long createdAt = in.readLong();
        byte[] value = bytes(in);
        Write.Origin origin = new Write.Origin(text(in), text(in));
        return new Batch.Row(
                new Revision(number, key, operation, value, createdAt), origin, in.readLong());
    }

    private static AuditRecord chained(DataInputStream in) throws IOException {
        long sequence = in.readLong();
        Instant recordedAt = Instant.ofEpochMilli(in.readLong());
        String actor = text(in);
        List<String> groups = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            groups.add(text(in));
        }
        AuditEntry entry =
                new AuditEntry(
                        actor, groups, text(in), text(in), text(in), text(in), text(in), text(in),
                        text(in));
        long revision = in.readLong();
        return new AuditRecord(
                sequence,
                recordedAt,
                entry,
                revision == NO_REVISION ? OptionalLong.empty() : OptionalLong.of(revision),
                text(in));
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
