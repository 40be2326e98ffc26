package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.Write;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BatchCodecTest {
    private static final Head BEFORE = new Head(3, 10, 2, 7, AuditChain.GENESIS);
    private static final AuditEntry ENTRY =
            new AuditEntry(
                    "änn",
                    List.of("a", "b"),
                    "create",
                    "v1 pods shop/web",
                    "r",
                    "::1",
                    "api",
                    "allowed",
                    "{}");

    @Test
    void aBatchIsReadAsItWasWritten() {
        byte[] value = {1, 2, 3};
        Revision revision = new Revision(11, "/pods/shop/wéb", Revision.Operation.UPDATE, value, 4);
        Batch.Row row = new Batch.Row(revision, new Write.Origin("ann", "r1"), 1234);
        AuditRecord first =
                AuditChain.link(
                        AuditChain.GENESIS, 8, Instant.ofEpochMilli(5), ENTRY, OptionalLong.of(11));
        AuditRecord second =
                AuditChain.link(
                        first.hash(), 9, Instant.ofEpochMilli(6), ENTRY, OptionalLong.empty());
        Batch batch =
                new Batch(
                        BEFORE,
                        new Head(3, 11, 2, 9, second.hash()),
                        List.of(row),
                        List.of(first, second));

        Batch read = BatchCodec.decode(BatchCodec.encode(batch));

        assertEquals(batch.before(), read.before());
        assertEquals(batch.after(), read.after());
        assertEquals(batch.records(), read.records());
        Batch.Row found = read.rows().getFirst();
        assertArrayEquals(value, found.revision().value());
        assertEquals("/pods/shop/wéb", found.revision().key());
        assertEquals(row.origin(), found.origin());
        assertEquals(1234, found.writtenAt());
        assertEquals(4, found.revision().createdAt());
        assertEquals(Revision.Operation.UPDATE, found.revision().operation());
    }

    @Test
    void anEntryThatIsCutShortOrOfAnotherFormatIsRefused() {
        ByteBuffer entry = BatchCodec.encode(new Batch(BEFORE, BEFORE, List.of(), List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> BatchCodec.decode(entry.slice(0, entry.remaining() - 1)));
        ByteBuffer other = entry.duplicate().put(0, (byte) 9);
        assertThrows(IllegalArgumentException.class, () -> BatchCodec.decode(other));
    }
}
