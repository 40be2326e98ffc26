package io.pinisi.db;

import static io.pinisi.db.schema.Tables.REVISION;

import io.pinisi.db.history.Chronicle;
import io.pinisi.db.revision.Write;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Record;

/** The log, read with what each row says of its origin. */
final class SqlChronicle implements Chronicle {
    private final Reads reads;
    private final Log log;
    private final CompactionFloors floors;

    SqlChronicle(Reads reads, Log log, CompactionFloors floors) {
        this.reads = reads;
        this.log = log;
        this.floors = floors;
    }

    @Override
    public List<Entry> after(long revision, int limit) {
        long published = log.head();
        return reads.run(
                sql ->
                        sql.select(Rows.REVISION_FIELDS)
                                .select(REVISION.ACTOR, REVISION.REQUEST_ID, REVISION.WRITTEN_AT)
                                .from(REVISION)
                                .where(REVISION.NUMBER.gt(revision))
                                .and(REVISION.NUMBER.le(published))
                                .orderBy(REVISION.NUMBER)
                                .limit(limit)
                                .fetch(SqlChronicle::entry));
    }

    @Override
    public Optional<Write.Origin> origin(long revision) {
        Write.Origin known = log.origins().find(revision);
        return known != null ? Optional.of(known) : stored(revision);
    }

    private Optional<Write.Origin> stored(long revision) {
        return reads.run(
                sql ->
                        sql.select(REVISION.ACTOR, REVISION.REQUEST_ID)
                                .from(REVISION)
                                .where(REVISION.NUMBER.eq(revision))
                                .fetchOptional(
                                        row ->
                                                new Write.Origin(
                                                        row.get(REVISION.ACTOR),
                                                        row.get(REVISION.REQUEST_ID))));
    }

    private static Entry entry(Record row) {
        return new Entry(
                Rows.revision(row),
                new Write.Origin(row.get(REVISION.ACTOR), row.get(REVISION.REQUEST_ID)),
                Instant.ofEpochMilli(row.get(REVISION.WRITTEN_AT)));
    }

    @Override
    public void neverCompactBeyond(Floor floor) {
        floors.add(floor);
    }
}
