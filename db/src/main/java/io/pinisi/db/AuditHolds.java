package io.pinisi.db;

import static io.pinisi.db.schema.Tables.AUDIT_HOLD;
import static io.pinisi.db.schema.Tables.AUDIT_RECORD;

import io.pinisi.db.audit.AuditHold;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Holds on audit records, and whether one fits any record of a range. */
final class AuditHolds {
    private static final String SEPARATOR = "\n";

    private final InstantSource clock;

    AuditHolds(InstantSource clock) {
        this.clock = clock;
    }

    boolean fit(DSLContext sql, long first, long last) {
        Instant now = clock.instant();
        return all(sql).stream()
                .filter(hold -> hold.standsAt(now))
                .anyMatch(
                        hold ->
                                sql.fetchExists(
                                        sql.selectOne()
                                                .from(AUDIT_RECORD)
                                                .where(AUDIT_RECORD.SEQ.between(first, last))
                                                .and(condition(hold))));
    }

    private static Condition condition(AuditHold hold) {
        Condition all = DSL.trueCondition();
        if (!hold.actor().isEmpty()) {
            all = all.and(AUDIT_RECORD.ACTOR.eq(hold.actor()));
        }
        if (!hold.namespaces().isEmpty()) {
            all = all.and(DSL.or(hold.namespaces().stream().map(AuditTables::isIn).toList()));
        }
        if (hold.from() != null) {
            all = all.and(AUDIT_RECORD.RECORDED_AT.ge(hold.from().toEpochMilli()));
        }
        if (hold.until() != null) {
            all = all.and(AUDIT_RECORD.RECORDED_AT.lt(hold.until().toEpochMilli()));
        }
        return all;
    }

    static void place(DSLContext sql, AuditHold hold) {
        lift(sql, hold.name());
        sql.insertInto(AUDIT_HOLD)
                .set(AUDIT_HOLD.NAME, hold.name())
                .set(AUDIT_HOLD.ACTOR, hold.actor())
                .set(AUDIT_HOLD.NAMESPACES, String.join(SEPARATOR, hold.namespaces()))
                .set(AUDIT_HOLD.FROM_AT, millis(hold.from()))
                .set(AUDIT_HOLD.UNTIL_AT, millis(hold.until()))
                .set(AUDIT_HOLD.REASON, hold.reason())
                .set(AUDIT_HOLD.PLACED_BY, hold.placedBy())
                .set(AUDIT_HOLD.PLACED_AT, hold.placedAt().toEpochMilli())
                .set(AUDIT_HOLD.ENDS_AT, millis(hold.endsAt()))
                .execute();
    }

    static boolean lift(DSLContext sql, String name) {
        return sql.deleteFrom(AUDIT_HOLD).where(AUDIT_HOLD.NAME.eq(name)).execute() > 0;
    }

    static List<AuditHold> all(DSLContext sql) {
        return sql.selectFrom(AUDIT_HOLD).orderBy(AUDIT_HOLD.NAME).fetch(AuditHolds::hold);
    }

    private static AuditHold hold(Record row) {
        String namespaces = row.get(AUDIT_HOLD.NAMESPACES);
        return new AuditHold(
                row.get(AUDIT_HOLD.NAME),
                row.get(AUDIT_HOLD.ACTOR),
                namespaces.isEmpty() ? List.of() : List.of(namespaces.split(SEPARATOR)),
                moment(row.get(AUDIT_HOLD.FROM_AT)),
                moment(row.get(AUDIT_HOLD.UNTIL_AT)),
                row.get(AUDIT_HOLD.REASON),
                row.get(AUDIT_HOLD.PLACED_BY),
                Instant.ofEpochMilli(row.get(AUDIT_HOLD.PLACED_AT)),
                moment(row.get(AUDIT_HOLD.ENDS_AT)));
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static @Nullable Instant moment(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
