package io.pinisi.db;

import static io.pinisi.db.schema.Tables.AUDIT_CHECKPOINT;
import static io.pinisi.db.schema.Tables.AUDIT_RECORD;
import static io.pinisi.db.schema.Tables.AUDIT_RETIREMENT;

import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.Retirement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads the chain: in its order page by page, and what fits a query. */
final class AuditTables {
    private static final char FIRST_STORABLE = 1;
    private static final char ESCAPE = '!';

    private AuditTables() {}

    /** Records behind {@code sequence}, up to and with {@code last}. */
    static List<AuditRecord> after(DSLContext sql, long sequence, long last) {
        return sql.selectFrom(AUDIT_RECORD)
                .where(AUDIT_RECORD.SEQ.gt(sequence))
                .and(AUDIT_RECORD.SEQ.le(last))
                .orderBy(AUDIT_RECORD.SEQ)
                .limit(AuditTrail.PAGE_MAX)
                .fetch(Rows::auditRecord);
    }

    static List<Checkpoint> checkpointsAfter(DSLContext sql, long number) {
        return sql.selectFrom(AUDIT_CHECKPOINT)
                .where(AUDIT_CHECKPOINT.NUMBER.gt(number))
                .orderBy(AUDIT_CHECKPOINT.NUMBER)
                .limit(AuditTrail.PAGE_MAX)
                .fetch(Rows::checkpoint);
    }

    static List<Retirement> retirementsAfter(DSLContext sql, long number) {
        return sql.selectFrom(AUDIT_RETIREMENT)
                .where(AUDIT_RETIREMENT.NUMBER.gt(number))
                .orderBy(AUDIT_RETIREMENT.NUMBER)
                .limit(AuditTrail.PAGE_MAX)
                .fetch(Rows::retirement);
    }

    static List<String> hashes(DSLContext sql, long first, long last) {
        return sql.select(AUDIT_RECORD.HASH)
                .from(AUDIT_RECORD)
                .where(AUDIT_RECORD.SEQ.between(first, last))
                .orderBy(AUDIT_RECORD.SEQ)
                .limit(AuditTrail.PAGE_MAX)
                .fetch(AUDIT_RECORD.HASH);
    }

    /**
     * Steps from actor to actor through the index, so its cost is the number of actors, however
     * many records they have.
     */
    static List<AuditRecord> newestOfActors(DSLContext sql, Instant until, String after) {
        Long last = AuditStretch.newestBefore(sql, until);
        List<AuditRecord> newest = new ArrayList<>();
        String actor = last == null ? null : nextActor(sql, after);
        while (actor != null && newest.size() < AuditTrail.PAGE_MAX) {
            sql.selectFrom(AUDIT_RECORD)
                    .where(AUDIT_RECORD.ACTOR.eq(actor))
                    .and(AUDIT_RECORD.SEQ.le(last))
                    .orderBy(AUDIT_RECORD.ACTOR.desc(), AUDIT_RECORD.SEQ.desc())
                    .limit(1)
                    .fetchOptional(Rows::auditRecord)
                    .ifPresent(newest::add);
            actor = nextActor(sql, actor);
        }
        return newest;
    }

    private static @Nullable String nextActor(DSLContext sql, String after) {
        return sql.select(AUDIT_RECORD.ACTOR)
                .from(AUDIT_RECORD)
                .where(isBehind(sql, after))
                .orderBy(AUDIT_RECORD.ACTOR)
                .limit(1)
                .fetchOne(AUDIT_RECORD.ACTOR);
    }

    /**
     * H2 begins such a range with all rows of {@code actor} itself; no stored text is between it
     * and the one with which the second condition begins.
     */
    private static Condition isBehind(DSLContext sql, String actor) {
        Condition behind = AUDIT_RECORD.ACTOR.gt(actor);
        return sql.family() == SQLDialect.H2
                ? behind.and(AUDIT_RECORD.ACTOR.ge(actor + FIRST_STORABLE))
                : behind;
    }

    /**
     * What fits behind {@code sequence}, oldest first, found by looking at all of them: a store
     * that is only looked at may be older than the indexes.
     */
    static List<AuditRecord> fittingAfter(DSLContext sql, AuditQuery query, long sequence) {
        return sql.selectFrom(AUDIT_RECORD)
                .where(conditions(query))
                .and(AUDIT_RECORD.SEQ.gt(sequence))
                .orderBy(AUDIT_RECORD.SEQ)
                .limit(AuditTrail.PAGE_MAX)
                .fetch(Rows::auditRecord);
    }

    private static List<Condition> conditions(AuditQuery query) {
        List<Condition> all = new ArrayList<>();
        all.add(AUDIT_RECORD.SEQ.lt(query.beforeSequence()));
        if (query.actor() != null) {
            all.add(AUDIT_RECORD.ACTOR.eq(query.actor()));
        }
        if (query.verb() != null) {
            all.add(AUDIT_RECORD.VERB.eq(query.verb()));
        }
        if (query.objectPrefix() != null) {
            all.add(AUDIT_RECORD.OBJECT_REF.startsWith(query.objectPrefix()));
        }
        if (query.namespace() != null) {
            all.add(isIn(query.namespace()));
        }
        if (query.requestId() != null) {
            all.add(AUDIT_RECORD.REQUEST_ID.eq(query.requestId()));
        }
        if (query.result() != null) {
            all.add(AUDIT_RECORD.RESULT.eq(query.result()));
        }
        if (query.from() != null) {
            all.add(AUDIT_RECORD.RECORDED_AT.ge(query.from().toEpochMilli()));
        }
        if (query.until() != null) {
            all.add(AUDIT_RECORD.RECORDED_AT.lt(query.until().toEpochMilli()));
        }
        return all;
    }

    /** Objects of a namespace, and the namespace itself. */
    static Condition isIn(String namespace) {
        String name = DSL.escape(namespace, ESCAPE);
        return DSL.or(
                AUDIT_RECORD.OBJECT_REF.like("% % " + name + "/%", ESCAPE),
                AUDIT_RECORD.OBJECT_REF.like("% namespaces " + name, ESCAPE),
                AUDIT_RECORD.OBJECT_REF.like("% namespaces/% " + name, ESCAPE));
    }
}
