package io.pinisi.db;

import static io.pinisi.db.schema.Tables.AUDIT_RECORD;

import io.pinisi.db.audit.AuditQuery;
import java.time.Duration;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A part of the log by sequence numbers, both ends included.
 *
 * <p>Times become sequence numbers through the index of times. Clocks are set back now and then, so
 * near the end of a time not the last record before it counts but the newest of some minutes.
 */
record AuditStretch(long first, long last) {
    /** By how much a clock may have been set back without a record being missed. */
    private static final Duration SETBACK_MAX = Duration.ofMinutes(10);

    /** Where records that fit can be, from {@code first} on. */
    static AuditStretch of(DSLContext sql, AuditQuery query, long first) {
        Long oldest =
                query.from() == null
                        ? sql.select(DSL.min(AUDIT_RECORD.SEQ))
                                .from(AUDIT_RECORD)
                                .fetchSingle()
                                .value1()
                        : oldestSince(sql, query.from());
        Long newest =
                query.until() == null
                        ? sql.select(DSL.max(AUDIT_RECORD.SEQ))
                                .from(AUDIT_RECORD)
                                .fetchSingle()
                                .value1()
                        : newestBefore(sql, query.until());
        return oldest == null || newest == null
                ? new AuditStretch(1, 0)
                : new AuditStretch(
                        Math.max(first, oldest), Math.min(query.beforeSequence() - 1, newest));
    }

    private static @Nullable Long oldestSince(DSLContext sql, Instant from) {
        Long first =
                sql.select(AUDIT_RECORD.RECORDED_AT)
                        .from(AUDIT_RECORD)
                        .where(AUDIT_RECORD.RECORDED_AT.ge(from.toEpochMilli()))
                        .orderBy(AUDIT_RECORD.RECORDED_AT)
                        .limit(1)
                        .fetchOne(AUDIT_RECORD.RECORDED_AT);
        return first == null
                ? null
                : sql.select(DSL.min(AUDIT_RECORD.SEQ))
                        .from(AUDIT_RECORD)
                        .where(
                                AUDIT_RECORD.RECORDED_AT.between(
                                        first, first + SETBACK_MAX.toMillis()))
                        .fetchSingle()
                        .value1();
    }

    static @Nullable Long newestBefore(DSLContext sql, Instant until) {
        Long last =
                sql.select(AUDIT_RECORD.RECORDED_AT)
                        .from(AUDIT_RECORD)
                        .where(AUDIT_RECORD.RECORDED_AT.lt(until.toEpochMilli()))
                        .orderBy(AUDIT_RECORD.RECORDED_AT.desc())
                        .limit(1)
                        .fetchOne(AUDIT_RECORD.RECORDED_AT);
        return last == null
                ? null
                : sql.select(DSL.max(AUDIT_RECORD.SEQ))
                        .from(AUDIT_RECORD)
                        .where(
                                AUDIT_RECORD.RECORDED_AT.between(
                                        last - SETBACK_MAX.toMillis(), last))
                        .fetchSingle()
                        .value1();
    }

    boolean isEmpty() {
        return first > last;
    }

    boolean holds(long sequence) {
        return first <= sequence && sequence <= last;
    }

    Condition condition() {
        return AUDIT_RECORD.SEQ.between(first, last);
    }

    /** What is left to be looked at when {@code sequence} was. */
    AuditStretch behind(long sequence, AuditWay way) {
        return way == AuditWay.NEWEST_FIRST
                ? new AuditStretch(first, sequence - 1)
                : new AuditStretch(sequence + 1, last);
    }

    /** Without what is before {@code sequence} on the way. */
    AuditStretch from(long sequence, AuditWay way) {
        return way == AuditWay.NEWEST_FIRST
                ? new AuditStretch(first, sequence)
                : new AuditStretch(sequence, last);
    }

    /** So many numbers of its begin. */
    AuditStretch begin(long numbers, AuditWay way) {
        if (last - first < numbers) {
            return this;
        }
        return way == AuditWay.NEWEST_FIRST
                ? new AuditStretch(last - numbers + 1, last)
                : new AuditStretch(first, first + numbers - 1);
    }

    /** The number that is looked at last. */
    long end(AuditWay way) {
        return way == AuditWay.NEWEST_FIRST ? first : last;
    }
}
