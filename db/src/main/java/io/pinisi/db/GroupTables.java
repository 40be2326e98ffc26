package io.pinisi.db;

import static io.pinisi.db.schema.Tables.AUDIT_CHECKPOINT;
import static io.pinisi.db.schema.Tables.AUDIT_RECORD;
import static io.pinisi.db.schema.Tables.AUDIT_RETIREMENT;
import static io.pinisi.db.schema.Tables.LIVE;
import static io.pinisi.db.schema.Tables.REVISION;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.Retirement;
import io.pinisi.db.audit.StorableText;
import io.pinisi.db.revision.Revision;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Carries out what the writer has decided, inside its transaction. */
final class GroupTables {
    private static final int ACTOR_MAX = 512;
    private static final int REQUEST_ID_MAX = 128;
    private static final short DELETED = Rows.code(Revision.Operation.DELETE);

    private GroupTables() {}

    static void write(DSLContext sql, Batch batch) {
        insert(
                sql,
                REVISION,
                List.of(
                        REVISION.NUMBER,
                        REVISION.OBJECT_KEY,
                        REVISION.OPERATION,
                        REVISION.CREATED_AT,
                        REVISION.BODY,
                        REVISION.BODY_REST,
                        REVISION.ACTOR,
                        REVISION.REQUEST_ID,
                        REVISION.WRITTEN_AT),
                batch.rows().stream().map(GroupTables::revisionRow).toList());
        live(sql, LiveChanges.of(batch.revisions()));
        insert(
                sql,
                AUDIT_RECORD,
                List.of(
                        AUDIT_RECORD.SEQ,
                        AUDIT_RECORD.RECORDED_AT,
                        AUDIT_RECORD.ACTOR,
                        AUDIT_RECORD.GROUP_NAMES,
                        AUDIT_RECORD.VERB,
                        AUDIT_RECORD.OBJECT_REF,
                        AUDIT_RECORD.REQUEST_ID,
                        AUDIT_RECORD.SOURCE,
                        AUDIT_RECORD.CHANNEL,
                        AUDIT_RECORD.RESULT,
                        AUDIT_RECORD.DETAIL,
                        AUDIT_RECORD.REVISION,
                        AUDIT_RECORD.HASH),
                batch.records().stream().map(GroupTables::auditRow).toList());
    }

    private static void live(DSLContext sql, LiveChanges changes) {
        insert(
                sql,
                LIVE,
                List.of(LIVE.OBJECT_KEY, LIVE.NUMBER, LIVE.CREATED_AT),
                changes.created().stream().map(GroupTables::liveRow).toList());
        updateLive(sql, changes.updated());
        if (!changes.deleted().isEmpty()) {
            sql.deleteFrom(LIVE).where(LIVE.OBJECT_KEY.in(changes.deleted())).execute();
        }
    }

    static void seal(DSLContext sql, Checkpoint checkpoint) {
        sql.insertInto(AUDIT_CHECKPOINT)
                .set(AUDIT_CHECKPOINT.NUMBER, checkpoint.number())
                .set(AUDIT_CHECKPOINT.FIRST_SEQ, checkpoint.first())
                .set(AUDIT_CHECKPOINT.LAST_SEQ, checkpoint.last())
                .set(AUDIT_CHECKPOINT.CREATED_AT, checkpoint.createdAt().toEpochMilli())
                .set(AUDIT_CHECKPOINT.TREE_ROOT, checkpoint.root())
                .set(AUDIT_CHECKPOINT.CHAIN_HASH, checkpoint.chainHash())
                .set(AUDIT_CHECKPOINT.PREVIOUS, checkpoint.previous())
                .set(AUDIT_CHECKPOINT.KEY_ID, checkpoint.keyId())
                .set(AUDIT_CHECKPOINT.SIGNATURE, checkpoint.signature())
                .execute();
    }

    /** Removes the records and keeps the statement about them. */
    static void retire(DSLContext sql, Retirement retirement) {
        sql.deleteFrom(AUDIT_RECORD)
                .where(AUDIT_RECORD.SEQ.between(retirement.first(), retirement.last()))
                .execute();
        sql.insertInto(AUDIT_RETIREMENT)
                .set(AUDIT_RETIREMENT.NUMBER, retirement.number())
                .set(AUDIT_RETIREMENT.FIRST_CHECKPOINT, retirement.firstCheckpoint())
                .set(AUDIT_RETIREMENT.LAST_CHECKPOINT, retirement.lastCheckpoint())
                .set(AUDIT_RETIREMENT.FIRST_SEQ, retirement.first())
                .set(AUDIT_RETIREMENT.LAST_SEQ, retirement.last())
                .set(AUDIT_RETIREMENT.RETIRED_AT, retirement.retiredAt().toEpochMilli())
                .set(AUDIT_RETIREMENT.DIGEST, retirement.digest())
                .set(AUDIT_RETIREMENT.KEY_ID, retirement.keyId())
                .set(AUDIT_RETIREMENT.SIGNATURE, retirement.signature())
                .execute();
    }

    static Revision revision(DSLContext sql, long number) {
        return sql.select(Rows.REVISION_FIELDS)
                .from(REVISION)
                .where(REVISION.NUMBER.eq(number))
                .fetchSingle(Rows::revision);
    }

    /**
     * Removes what the revisions {@code from} (exclusive) to {@code to} (inclusive) have
     * superseded, and those of them that are deletions.
     */
    static void compact(DSLContext sql, long from, long to) {
        List<Object[]> newest =
                sql
                        .select(REVISION.OBJECT_KEY, DSL.max(REVISION.NUMBER))
                        .from(REVISION)
                        .where(REVISION.NUMBER.gt(from))
                        .and(REVISION.NUMBER.le(to))
                        .groupBy(REVISION.OBJECT_KEY)
                        .fetch()
                        .stream()
                        .map(row -> new Object[] {row.value1(), row.value2()})
                        .toList();
        PreparedRows.execute(
                sql,
                sql.deleteFrom(REVISION)
                        .where(REVISION.OBJECT_KEY.eq((String) null))
                        .and(REVISION.NUMBER.lt((Long) null)),
                newest);
        sql.deleteFrom(REVISION)
                .where(REVISION.NUMBER.gt(from))
                .and(REVISION.NUMBER.le(to))
                .and(REVISION.OPERATION.eq(DELETED))
                .execute();
    }

    private static Object[] revisionRow(Batch.Row row) {
        Revision revision = row.revision();
        return new Object[] {
            revision.number(),
            revision.key(),
            Rows.code(revision.operation()),
            revision.createdAt(),
            Rows.body(revision.value()),
            Rows.bodyRest(revision.value()),
            StorableText.fit(row.origin().actor(), ACTOR_MAX),
            StorableText.fit(row.origin().requestId(), REQUEST_ID_MAX),
            row.writtenAt()
        };
    }

    private static Object[] liveRow(Revision newest) {
        return new Object[] {newest.key(), newest.number(), newest.createdAt()};
    }

    private static Object[] auditRow(AuditRecord chained) {
        AuditEntry entry = chained.entry();
        return new Object[] {
            chained.sequence(),
            chained.recordedAt().toEpochMilli(),
            entry.actor(),
            Rows.groupNames(entry.groups()),
            entry.verb(),
            entry.object(),
            entry.requestId(),
            entry.source(),
            entry.channel(),
            entry.result(),
            entry.detail(),
            chained.revision().isPresent() ? chained.revision().getAsLong() : null,
            chained.hash()
        };
    }

    static void insert(DSLContext sql, Table<?> table, List<Field<?>> fields, List<Object[]> rows) {
        PreparedRows.execute(
                sql, sql.insertInto(table).columns(fields).values(new Object[fields.size()]), rows);
    }

    private static void updateLive(DSLContext sql, List<Revision> updated) {
        PreparedRows.execute(
                sql,
                sql.update(LIVE)
                        .set(LIVE.NUMBER, (Long) null)
                        .set(LIVE.CREATED_AT, (Long) null)
                        .where(LIVE.OBJECT_KEY.eq((String) null)),
                updated.stream().map(GroupTables::liveUpdate).toList());
    }

    private static Object[] liveUpdate(Revision newest) {
        return new Object[] {newest.number(), newest.createdAt(), newest.key()};
    }
}
