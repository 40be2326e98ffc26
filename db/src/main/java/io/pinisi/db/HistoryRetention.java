package io.pinisi.db;

import static io.pinisi.db.schema.Tables.HISTORY_HOLD;
import static io.pinisi.db.schema.Tables.HISTORY_HORIZON;
import static io.pinisi.db.schema.Tables.HISTORY_OBJECT;
import static io.pinisi.db.schema.Tables.HISTORY_STATE;

import io.pinisi.db.history.HistoryLimits;
import io.pinisi.db.history.LegalHold;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What is forgotten, and what must not be. */
final class HistoryRetention {
    private static final short ROW = 1;

    private final DSLContext sql;
    private final HistoryLimits limits;

    HistoryRetention(DSLContext sql, HistoryLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    Instant horizon() {
        return Instant.ofEpochMilli(
                sql.select(HISTORY_HORIZON.HORIZON)
                        .from(HISTORY_HORIZON)
                        .where(HISTORY_HORIZON.ID.eq(ROW))
                        .fetchSingle()
                        .value1());
    }

    /** The horizon moves first, so that nobody is answered from what is half removed. */
    long forget(Instant before, Set<String> alsoHeld) {
        Set<String> held =
                Stream.concat(holds().stream().map(LegalHold::namespace), alsoHeld.stream())
                        .collect(Collectors.toSet());
        if (held.contains("")) {
            return 0;
        }
        long time = before.toEpochMilli();
        sql.update(HISTORY_HORIZON)
                .set(HISTORY_HORIZON.HORIZON, time)
                .where(HISTORY_HORIZON.ID.eq(ROW))
                .and(HISTORY_HORIZON.HORIZON.lt(time))
                .execute();
        long forgotten = 0;
        List<Candidate> looked = candidates(time, new Candidate(0, 0, "", 0, null, 0));
        while (!looked.isEmpty()) {
            List<Long> over =
                    looked.stream()
                            .filter(c -> c.isOver() && !held.contains(c.namespace()))
                            .map(Candidate::id)
                            .toList();
            if (!over.isEmpty()) {
                forgotten +=
                        sql.deleteFrom(HISTORY_STATE).where(HISTORY_STATE.ID.in(over)).execute();
            }
            looked = candidates(time, looked.getLast());
        }
        removeEmptyObjects(time);
        return forgotten;
    }

    /**
     * A state that began before the horizon.
     *
     * @param valid the state that is valid at the horizon: all before it are over, but for its
     *     keyframe, and so is itself if it says that the object is gone
     */
    private record Candidate(
            long from, long id, String namespace, long valid, @Nullable Long keyframe, int length) {
        boolean isOver() {
            if (id == valid) {
                return length == HistoryBatch.ABSENT;
            }
            return keyframe == null || id != keyframe;
        }
    }

    private List<Candidate> candidates(long time, Candidate after) {
        var valid = HISTORY_STATE.as("valid");
        return sql.select(
                        HISTORY_STATE.FROM_AT,
                        HISTORY_STATE.ID,
                        HISTORY_OBJECT.NAMESPACE,
                        valid.ID,
                        valid.KEYFRAME,
                        valid.LENGTH)
                .from(HISTORY_STATE)
                .join(HISTORY_OBJECT)
                .on(HISTORY_OBJECT.ID.eq(HISTORY_STATE.OBJECT_ID))
                .join(valid)
                .on(valid.ID.eq(DSL.field(HistoryReads.newestState(time))))
                .where(HISTORY_STATE.FROM_AT.le(time))
                .and(HISTORY_STATE.FROM_AT.ge(after.from()))
                .and(HISTORY_STATE.FROM_AT.gt(after.from()).or(HISTORY_STATE.ID.gt(after.id())))
                .orderBy(HISTORY_STATE.FROM_AT, HISTORY_STATE.ID)
                .limit(limits.forgetBatchMax())
                .fetch(
                        row ->
                                new Candidate(
                                        row.value1(),
                                        row.value2(),
                                        row.value3(),
                                        row.value4(),
                                        row.value5(),
                                        row.value6()));
    }

    private void removeEmptyObjects(long time) {
        sql.deleteFrom(HISTORY_OBJECT)
                .where(HISTORY_OBJECT.GONE_AT.le(time))
                .and(
                        DSL.notExists(
                                DSL.selectOne()
                                        .from(HISTORY_STATE)
                                        .where(HISTORY_STATE.OBJECT_ID.eq(HISTORY_OBJECT.ID))))
                .execute();
    }

    void hold(LegalHold hold) {
        sql.transaction(
                transaction -> {
                    transaction
                            .dsl()
                            .deleteFrom(HISTORY_HOLD)
                            .where(HISTORY_HOLD.NAME.eq(hold.name()))
                            .execute();
                    transaction
                            .dsl()
                            .insertInto(HISTORY_HOLD)
                            .set(HISTORY_HOLD.NAME, hold.name())
                            .set(HISTORY_HOLD.NAMESPACE, hold.namespace())
                            .set(HISTORY_HOLD.REASON, hold.reason())
                            .set(HISTORY_HOLD.PLACED_BY, hold.placedBy())
                            .set(HISTORY_HOLD.PLACED_AT, hold.placedAt().toEpochMilli())
                            .execute();
                });
    }

    boolean lift(String name) {
        return sql.deleteFrom(HISTORY_HOLD).where(HISTORY_HOLD.NAME.eq(name)).execute() > 0;
    }

    List<LegalHold> holds() {
        return sql.selectFrom(HISTORY_HOLD)
                .orderBy(HISTORY_HOLD.NAME)
                .fetch(
                        row ->
                                new LegalHold(
                                        row.get(HISTORY_HOLD.NAME),
                                        row.get(HISTORY_HOLD.NAMESPACE),
                                        row.get(HISTORY_HOLD.REASON),
                                        row.get(HISTORY_HOLD.PLACED_BY),
                                        Instant.ofEpochMilli(row.get(HISTORY_HOLD.PLACED_AT))));
    }
}
