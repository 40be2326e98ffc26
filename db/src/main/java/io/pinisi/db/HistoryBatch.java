package io.pinisi.db;

import static io.pinisi.db.schema.Tables.HISTORY_OBJECT;
import static io.pinisi.db.schema.Tables.HISTORY_STATE;

import io.pinisi.db.HistoryMemory.Last;
import io.pinisi.db.audit.StorableText;
import io.pinisi.db.history.HistoryEntry;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * What one append comes to: the states that are new. Decided state by state against the last one of
 * the same object, then written at once.
 */
final class HistoryBatch implements AutoCloseable {
    /** When an object goes that exists. */
    static final long NEVER = Long.MAX_VALUE;

    /** Length of a state in which the object did not exist. */
    static final int ABSENT = -1;

    private static final int ACTOR_MAX = 512;
    private static final int REQUEST_ID_MAX = 128;

    /** An object's row as it is to be. */
    private record ObjectRow(long id, HistoryKey key, long firstAt, long goneAt) {}

    /** A state's row as it is to be. */
    private record StateRow(
            long id,
            long object,
            HistoryEntry entry,
            long from,
            @Nullable Long keyframe,
            int length,
            byte @Nullable [] body) {}

    private final String source;
    private final HistoryLimits limits;
    private final Frames.Compressor frames = new Frames.Compressor();
    private final Map<HistoryKey, Last> lasts = new LinkedHashMap<>();
    private final List<StateRow> states = new ArrayList<>();
    private final Map<Long, ObjectRow> newObjects = new LinkedHashMap<>();
    private final Map<Long, Long> gone = new LinkedHashMap<>();
    private long nextObject;
    private long nextState;

    HistoryBatch(String source, HistoryLimits limits, long nextObject, long nextState) {
        this.source = source;
        this.limits = limits;
        this.nextObject = nextObject;
        this.nextState = nextState;
    }

    /** The last state of an object within this batch. */
    @Nullable Last last(HistoryKey key) {
        return lasts.get(key);
    }

    Map<HistoryKey, Last> lasts() {
        return lasts;
    }

    long nextObject() {
        return nextObject;
    }

    long nextState() {
        return nextState;
    }

    /**
     * @param last what the history has of the object so far
     */
    void add(HistoryEntry entry, @Nullable Last last) {
        byte[] body = entry.body();
        if (last == null ? body == null : Arrays.equals(last.body(), body)) {
            return;
        }
        long from = entry.at().toEpochMilli();
        if (last != null) {
            from = Math.max(from, last.from());
        }
        long object = last == null ? create(entry.key(), from) : last.object();
        Last next = next(entry, last, object, from);
        if (last != null && (body == null) != (last.body() == null)) {
            lives(object, body == null ? from : NEVER);
        }
        lasts.put(entry.key(), next);
    }

    private Last next(HistoryEntry entry, @Nullable Last last, long object, long from) {
        long id = nextState++;
        byte[] body = entry.body();
        if (body == null) {
            states.add(new StateRow(id, object, entry, from, null, ABSENT, null));
            return new Last(object, id, from, null, 0, null, 0);
        }
        if (last != null && last.keyframeBody() != null && last.deltas() < limits.deltasMax()) {
            byte[] delta = frames.compress(body, last.keyframeBody());
            if (delta.length < body.length / 2) {
                states.add(
                        new StateRow(id, object, entry, from, last.keyframe(), body.length, delta));
                return new Last(
                        object,
                        id,
                        from,
                        body,
                        last.keyframe(),
                        last.keyframeBody(),
                        last.deltas() + 1);
            }
        }
        byte[] whole = frames.compress(body, null);
        states.add(new StateRow(id, object, entry, from, null, body.length, whole));
        return new Last(object, id, from, body, id, body, 0);
    }

    private long create(HistoryKey key, long at) {
        long id = nextObject++;
        newObjects.put(id, new ObjectRow(id, key, at, NEVER));
        return id;
    }

    private void lives(long object, long until) {
        ObjectRow fresh = newObjects.get(object);
        if (fresh == null) {
            gone.put(object, until);
        } else {
            newObjects.put(object, new ObjectRow(object, fresh.key(), fresh.firstAt(), until));
        }
    }

    void write(DSLContext sql) {
        insertObjects(sql);
        insertStates(sql);
        if (gone.isEmpty()) {
            return;
        }
        List<Object[]> rows = new ArrayList<>();
        gone.forEach((object, at) -> rows.add(new Object[] {at, object}));
        PreparedRows.execute(
                sql,
                sql.update(HISTORY_OBJECT)
                        .set(HISTORY_OBJECT.GONE_AT, (Long) null)
                        .where(HISTORY_OBJECT.ID.eq((Long) null)),
                rows);
    }

    @Override
    public void close() {
        frames.close();
    }

    private void insertObjects(DSLContext sql) {
        List<Object[]> rows = new ArrayList<>();
        for (ObjectRow object : newObjects.values()) {
            rows.add(
                    new Object[] {
                        object.id(),
                        source,
                        object.key().resource(),
                        object.key().namespace(),
                        object.key().name(),
                        object.firstAt(),
                        object.goneAt()
                    });
        }
        if (!rows.isEmpty()) {
            List<Field<?>> fields =
                    List.of(
                            HISTORY_OBJECT.ID,
                            HISTORY_OBJECT.SOURCE,
                            HISTORY_OBJECT.RESOURCE,
                            HISTORY_OBJECT.NAMESPACE,
                            HISTORY_OBJECT.NAME,
                            HISTORY_OBJECT.FIRST_AT,
                            HISTORY_OBJECT.GONE_AT);
            GroupTables.insert(sql, HISTORY_OBJECT, fields, rows);
        }
    }

    private void insertStates(DSLContext sql) {
        List<Object[]> rows = new ArrayList<>();
        for (StateRow state : states) {
            HistoryEntry entry = state.entry();
            byte[] body = state.body();
            rows.add(
                    new Object[] {
                        state.id(),
                        state.object(),
                        entry.revision(),
                        state.from(),
                        StorableText.fit(entry.actor(), ACTOR_MAX),
                        StorableText.fit(entry.requestId(), REQUEST_ID_MAX),
                        state.keyframe(),
                        state.length(),
                        body == null ? null : Rows.body(body),
                        body == null ? null : Rows.bodyRest(body)
                    });
        }
        List<Field<?>> fields =
                List.of(
                        HISTORY_STATE.ID,
                        HISTORY_STATE.OBJECT_ID,
                        HISTORY_STATE.REVISION,
                        HISTORY_STATE.FROM_AT,
                        HISTORY_STATE.ACTOR,
                        HISTORY_STATE.REQUEST_ID,
                        HISTORY_STATE.KEYFRAME,
                        HISTORY_STATE.LENGTH,
                        HISTORY_STATE.BODY,
                        HISTORY_STATE.BODY_REST);
        GroupTables.insert(sql, HISTORY_STATE, fields, rows);
    }
}
