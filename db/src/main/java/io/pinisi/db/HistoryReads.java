package io.pinisi.db;

import static io.pinisi.db.schema.Tables.HISTORY_OBJECT;
import static io.pinisi.db.schema.Tables.HISTORY_STATE;

import io.pinisi.db.history.HistoryChange;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryScope;
import io.pinisi.db.history.HistoryState;
import io.pinisi.db.history.HistoryStay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The questions that are asked of a history. What was at a moment is found object by object, by the
 * newest of its states that began before; which objects to look at, by when they were there.
 */
final class HistoryReads {
    private static final Field<Long> UNTIL = until();

    private static final List<Field<?>> FIELDS =
            List.of(
                    HISTORY_STATE.ID,
                    HISTORY_OBJECT.RESOURCE,
                    HISTORY_OBJECT.NAMESPACE,
                    HISTORY_OBJECT.NAME,
                    HISTORY_STATE.REVISION,
                    HISTORY_STATE.FROM_AT,
                    UNTIL,
                    HISTORY_STATE.ACTOR,
                    HISTORY_STATE.REQUEST_ID,
                    HISTORY_STATE.KEYFRAME,
                    HISTORY_STATE.LENGTH,
                    HISTORY_STATE.BODY,
                    HISTORY_STATE.BODY_REST);

    private static final List<OrderField<?>> BY_KEY =
            List.of(HISTORY_OBJECT.RESOURCE, HISTORY_OBJECT.NAMESPACE, HISTORY_OBJECT.NAME);

    private final DSLContext sql;

    /** When the next state of the same object begins. */
    private static Field<Long> until() {
        var next = HISTORY_STATE.as("next");
        return DSL.select(DSL.min(next.FROM_AT))
                .from(next)
                .where(next.OBJECT_ID.eq(HISTORY_STATE.OBJECT_ID))
                .and(next.FROM_AT.ge(HISTORY_STATE.FROM_AT))
                .and(next.FROM_AT.gt(HISTORY_STATE.FROM_AT).or(next.ID.gt(HISTORY_STATE.ID)))
                .<Long>asField("valid_until");
    }

    HistoryReads(DSLContext sql) {
        this.sql = sql;
    }

    /**
     * First the objects of a page, then their states: a database that is asked for both at once
     * looks up the states of all objects before it sorts them and takes the first few.
     */
    List<HistoryState> at(
            HistoryScope scope, Instant moment, @Nullable HistoryKey after, int limit) {
        long time = moment.toEpochMilli();
        List<HistoryState> found = new ArrayList<>();
        HistoryKey last = after;
        List<? extends Record> objects;
        do {
            objects = objects(scope, time, last, limit);
            if (objects.isEmpty()) {
                return found;
            }
            found.addAll(statesOf(objects, time, limit - found.size()));
            last = key(objects.getLast());
        } while (objects.size() == limit && found.size() < limit);
        return found;
    }

    /** Those that may have been there: an object can have been gone for a while in between. */
    private List<? extends Record> objects(
            HistoryScope scope, long time, @Nullable HistoryKey after, int limit) {
        return sql.select(HISTORY_OBJECT.ID)
                .select(BY_KEY.stream().map(Field.class::cast).toArray(Field[]::new))
                .from(HISTORY_OBJECT)
                .where(within(scope))
                .and(behind(after))
                .and(HISTORY_OBJECT.FIRST_AT.le(time))
                .and(HISTORY_OBJECT.GONE_AT.gt(time))
                .orderBy(BY_KEY)
                .limit(limit)
                .fetch();
    }

    private List<HistoryState> statesOf(List<? extends Record> objects, long time, int limit) {
        return expanded(
                sql.select(FIELDS)
                        .from(HISTORY_OBJECT)
                        .join(HISTORY_STATE)
                        .on(HISTORY_STATE.ID.eq(DSL.field(newestState(time))))
                        .where(
                                HISTORY_OBJECT.ID.in(
                                        objects.stream()
                                                .map(row -> row.get(HISTORY_OBJECT.ID))
                                                .toList()))
                        .and(HISTORY_STATE.LENGTH.ge(0))
                        .orderBy(BY_KEY)
                        .limit(limit)
                        .fetch());
    }

    /** Of the object that the outer query looks at. */
    static Select<Record1<Long>> newestState(long time) {
        var inner = HISTORY_STATE.as("newest");
        return DSL.select(inner.ID)
                .from(inner)
                .where(inner.OBJECT_ID.eq(HISTORY_OBJECT.ID))
                .and(inner.FROM_AT.le(time))
                .orderBy(inner.FROM_AT.desc(), inner.ID.desc())
                .limit(1);
    }

    List<HistoryChange> between(
            HistoryScope scope,
            Instant from,
            Instant until,
            @Nullable HistoryKey after,
            int limit) {
        long begin = from.toEpochMilli();
        long end = until.toEpochMilli();
        List<? extends Record> touched =
                sql.select(HISTORY_OBJECT.ID)
                        .select(BY_KEY.stream().map(Field.class::cast).toArray(Field[]::new))
                        .from(HISTORY_OBJECT)
                        .where(within(scope))
                        .and(behind(after))
                        .and(HISTORY_OBJECT.GONE_AT.gt(begin))
                        .and(HISTORY_OBJECT.FIRST_AT.le(end))
                        .and(
                                DSL.exists(
                                        DSL.selectOne()
                                                .from(HISTORY_STATE)
                                                .where(
                                                        HISTORY_STATE.OBJECT_ID.eq(
                                                                HISTORY_OBJECT.ID))
                                                .and(HISTORY_STATE.FROM_AT.gt(begin))
                                                .and(HISTORY_STATE.FROM_AT.le(end))))
                        .orderBy(BY_KEY)
                        .limit(limit)
                        .fetch();
        Map<HistoryKey, HistoryState> before = byKey(statesOf(touched, begin, limit));
        Map<HistoryKey, HistoryState> behind = byKey(statesOf(touched, end, limit));
        return touched.stream()
                .map(HistoryReads::key)
                .map(key -> new HistoryChange(key, before.get(key), behind.get(key)))
                .toList();
    }

    private static Map<HistoryKey, HistoryState> byKey(List<HistoryState> states) {
        return states.stream().collect(Collectors.toMap(HistoryState::key, state -> state));
    }

    List<HistoryStay> stays(
            HistoryScope scope,
            Instant from,
            Instant until,
            @Nullable HistoryKey after,
            int limit) {
        long begin = from.toEpochMilli();
        long end = until.toEpochMilli();
        var before = HISTORY_STATE.as("before");
        var last = HISTORY_STATE.as("last");
        var made = HISTORY_STATE.as("made");
        Field<Long> first =
                DSL.field(
                        DSL.select(DSL.min(made.FROM_AT))
                                .from(made)
                                .where(made.OBJECT_ID.eq(HISTORY_OBJECT.ID))
                                .and(made.FROM_AT.gt(begin))
                                .and(made.FROM_AT.le(end))
                                .and(made.LENGTH.ge(0)));
        Condition wasThere = before.LENGTH.ge(0);
        return sql.select(
                        HISTORY_OBJECT.RESOURCE,
                        HISTORY_OBJECT.NAMESPACE,
                        HISTORY_OBJECT.NAME,
                        before.LENGTH,
                        first,
                        last.LENGTH,
                        last.FROM_AT)
                .from(HISTORY_OBJECT)
                .leftJoin(before)
                .on(before.ID.eq(DSL.field(newestState(begin))))
                .join(last)
                .on(last.ID.eq(DSL.field(newestState(end))))
                .where(within(scope))
                .and(behind(after))
                .and(HISTORY_OBJECT.FIRST_AT.le(end))
                .and(HISTORY_OBJECT.GONE_AT.gt(begin))
                .and(wasThere.or(last.LENGTH.ge(0)).or(first.isNotNull()))
                .orderBy(BY_KEY)
                .limit(limit)
                .fetch(
                        row ->
                                new HistoryStay(
                                        key(row),
                                        row.value4() != null && row.value4() >= 0
                                                ? from
                                                : Instant.ofEpochMilli(row.value5()),
                                        row.value6() >= 0
                                                ? until
                                                : Instant.ofEpochMilli(row.value7())));
    }

    List<HistoryState> timeline(String source, HistoryKey key, long before, int limit) {
        return expanded(
                sql.select(FIELDS)
                        .from(HISTORY_OBJECT)
                        .join(HISTORY_STATE)
                        .on(HISTORY_STATE.OBJECT_ID.eq(HISTORY_OBJECT.ID))
                        .where(within(HistoryScope.of(source, key)))
                        .and(HISTORY_STATE.ID.lt(before))
                        .orderBy(HISTORY_STATE.FROM_AT.desc(), HISTORY_STATE.ID.desc())
                        .limit(limit)
                        .fetch());
    }

    Optional<HistoryState> atRevision(String source, HistoryKey key, long revision) {
        return expanded(
                        sql.select(FIELDS)
                                .from(HISTORY_OBJECT)
                                .join(HISTORY_STATE)
                                .on(HISTORY_STATE.OBJECT_ID.eq(HISTORY_OBJECT.ID))
                                .where(within(HistoryScope.of(source, key)))
                                .and(HISTORY_STATE.REVISION.le(revision))
                                .orderBy(HISTORY_STATE.FROM_AT.desc(), HISTORY_STATE.ID.desc())
                                .limit(1)
                                .fetch())
                .stream()
                .findFirst();
    }

    static Condition within(HistoryScope scope) {
        Condition condition = HISTORY_OBJECT.SOURCE.eq(scope.source());
        if (scope.resource() != null) {
            condition = condition.and(HISTORY_OBJECT.RESOURCE.eq(scope.resource()));
        }
        if (scope.namespace() != null) {
            condition = condition.and(HISTORY_OBJECT.NAMESPACE.eq(scope.namespace()));
        }
        if (scope.name() != null) {
            condition = condition.and(HISTORY_OBJECT.NAME.eq(scope.name()));
        }
        return condition;
    }

    /** Spelled out, because not every database uses an index for a comparison of rows. */
    private static Condition behind(@Nullable HistoryKey after) {
        if (after == null) {
            return DSL.noCondition();
        }
        Condition sameNamespace =
                HISTORY_OBJECT
                        .NAMESPACE
                        .eq(after.namespace())
                        .and(HISTORY_OBJECT.NAME.gt(after.name()));
        Condition sameResource =
                HISTORY_OBJECT
                        .RESOURCE
                        .eq(after.resource())
                        .and(HISTORY_OBJECT.NAMESPACE.gt(after.namespace()).or(sameNamespace));
        return HISTORY_OBJECT
                .RESOURCE
                .ge(after.resource())
                .and(HISTORY_OBJECT.RESOURCE.gt(after.resource()).or(sameResource));
    }

    private List<HistoryState> expanded(List<? extends Record> rows) {
        Map<Long, byte[]> keyframes = keyframes(rows);
        return rows.stream().map(row -> state(row, keyframes)).toList();
    }

    private Map<Long, byte[]> keyframes(List<? extends Record> rows) {
        Map<Long, byte[]> bodies = new HashMap<>();
        Set<Long> missing = new HashSet<>();
        for (Record row : rows) {
            Long keyframe = row.get(HISTORY_STATE.KEYFRAME);
            if (keyframe != null) {
                missing.add(keyframe);
            }
        }
        if (!missing.isEmpty()) {
            sql.select(
                            HISTORY_STATE.ID,
                            HISTORY_STATE.LENGTH,
                            HISTORY_STATE.BODY,
                            HISTORY_STATE.BODY_REST)
                    .from(HISTORY_STATE)
                    .where(HISTORY_STATE.ID.in(missing))
                    .forEach(row -> bodies.put(row.get(HISTORY_STATE.ID), body(row, null)));
        }
        return bodies;
    }

    private static HistoryState state(Record row, Map<Long, byte[]> keyframes) {
        Long until = row.get(UNTIL);
        Long keyframe = row.get(HISTORY_STATE.KEYFRAME);
        return new HistoryState(
                row.get(HISTORY_STATE.ID),
                key(row),
                row.get(HISTORY_STATE.REVISION),
                Instant.ofEpochMilli(row.get(HISTORY_STATE.FROM_AT)),
                until == null ? null : Instant.ofEpochMilli(until),
                row.get(HISTORY_STATE.ACTOR),
                row.get(HISTORY_STATE.REQUEST_ID),
                row.get(HISTORY_STATE.LENGTH) == HistoryBatch.ABSENT
                        ? null
                        : body(row, keyframe == null ? null : keyframes.get(keyframe)));
    }

    private static byte[] body(Record row, byte @Nullable [] keyframe) {
        byte[] compressed =
                Rows.value(
                        Objects.requireNonNull(row.get(HISTORY_STATE.BODY)),
                        row.get(HISTORY_STATE.BODY_REST));
        return Frames.expand(compressed, row.get(HISTORY_STATE.LENGTH), keyframe);
    }

    private static HistoryKey key(Record row) {
        return new HistoryKey(
                row.get(HISTORY_OBJECT.RESOURCE),
                row.get(HISTORY_OBJECT.NAMESPACE),
                row.get(HISTORY_OBJECT.NAME));
    }

    /** What a writer has to know of an object that it does not remember. */
    HistoryMemory.@Nullable Last last(String source, HistoryKey key) {
        Record row =
                sql.select(HISTORY_OBJECT.ID.as("object"))
                        .select(FIELDS)
                        .from(HISTORY_OBJECT)
                        .join(HISTORY_STATE)
                        .on(HISTORY_STATE.OBJECT_ID.eq(HISTORY_OBJECT.ID))
                        .where(within(HistoryScope.of(source, key)))
                        .orderBy(HISTORY_STATE.FROM_AT.desc(), HISTORY_STATE.ID.desc())
                        .limit(1)
                        .fetchOne();
        if (row == null) {
            return null;
        }
        long id = row.get(HISTORY_STATE.ID);
        Long keyframe = row.get(HISTORY_STATE.KEYFRAME);
        Map<Long, byte[]> keyframes = keyframes(List.of(row));
        byte[] body = state(row, keyframes).body();
        return new HistoryMemory.Last(
                row.get("object", Long.class),
                id,
                row.get(HISTORY_STATE.FROM_AT),
                body,
                body == null ? 0 : Objects.requireNonNullElse(keyframe, id),
                keyframe == null ? body : keyframes.get(keyframe),
                0);
    }
}
