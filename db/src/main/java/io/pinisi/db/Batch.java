package io.pinisi.db;

import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.Write;
import java.util.ArrayList;
import java.util.List;

/**
 * What one or several groups add to the tables.
 *
 * @param before the head that it follows
 * @param after the head once it is in the tables
 */
record Batch(Head before, Head after, List<Row> rows, List<AuditRecord> records) {
    private static final int BYTES_BESIDE_VALUES = 1024;

    /**
     * A row of the log.
     *
     * @param writtenAt milliseconds since the epoch
     */
    record Row(Revision revision, Write.Origin origin, long writtenAt) {}

    Batch {
        rows = List.copyOf(rows);
        records = List.copyOf(records);
    }

    /**
     * One batch of several that follow each other.
     *
     * @param batches one at least
     */
    static Batch join(List<Batch> batches) {
        List<Row> rows = new ArrayList<>();
        List<AuditRecord> records = new ArrayList<>();
        for (Batch batch : batches) {
            rows.addAll(batch.rows);
            records.addAll(batch.records);
        }
        return new Batch(batches.getFirst().before(), batches.getLast().after(), rows, records);
    }

    int size() {
        return rows.size() + records.size();
    }

    /** About how many bytes of memory it holds. */
    long bytes() {
        return (long) size() * BYTES_BESIDE_VALUES
                + rows.stream().mapToLong(row -> row.revision().value().length).sum();
    }

    List<Revision> revisions() {
        return rows.stream().map(Row::revision).toList();
    }
}
