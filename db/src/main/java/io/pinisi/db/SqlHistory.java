package io.pinisi.db;

import static io.pinisi.db.schema.Tables.HISTORY_OBJECT;
import static io.pinisi.db.schema.Tables.HISTORY_SOURCE;
import static io.pinisi.db.schema.Tables.HISTORY_STATE;

import io.pinisi.db.HistoryMemory.Last;
import io.pinisi.db.history.FollowedElsewhereException;
import io.pinisi.db.history.ForgottenException;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryChange;
import io.pinisi.db.history.HistoryEntry;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryLimits;
import io.pinisi.db.history.HistoryScope;
import io.pinisi.db.history.HistoryState;
import io.pinisi.db.history.HistoryStay;
import io.pinisi.db.history.LegalHold;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A history in SQL. Every statement runs on a thread of {@link Reads}, because callers get
 * interrupted; appends and the retention exclude each other, because the one remembers what the
 * other removes.
 */
final class SqlHistory implements History {
    private static final String UNKNOWN = "";

    private final DSLContext sql;
    private final Vendor vendor;
    private final HistoryLimits limits;
    private final Reads statements;
    private final HistoryReads reads;
    private final HistoryRetention retention;
    private final Runnable closing;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Object writing = new Object();

    /** Guarded by {@link #writing}, as the counters are. */
    private final HistoryMemory memory;

    private long nextObject;
    private long nextState;

    SqlHistory(
            DSLContext sql,
            Vendor vendor,
            HistoryLimits limits,
            Reads statements,
            Runnable closing) {
        this.sql = sql;
        this.vendor = vendor;
        this.limits = limits;
        this.statements = statements;
        this.reads = new HistoryReads(sql);
        this.retention = new HistoryRetention(sql, limits);
        this.closing = closing;
        this.memory = new HistoryMemory(limits);
        forgetCounters();
    }

    private void forgetCounters() {
        memory.clear();
        nextObject = highest(HISTORY_OBJECT, HISTORY_OBJECT.ID) + 1;
        nextState = highest(HISTORY_STATE, HISTORY_STATE.ID) + 1;
    }

    private long highest(Table<?> table, Field<Long> id) {
        return sql.select(DSL.coalesce(DSL.max(id), DSL.inline(0L)))
                .from(table)
                .fetchSingle()
                .value1();
    }

    @Override
    public long position(String source) {
        return run(within -> position(within, source));
    }

    private static long position(DSLContext within, String source) {
        return within.select(HISTORY_SOURCE.POSITION)
                .from(HISTORY_SOURCE)
                .where(HISTORY_SOURCE.SOURCE.eq(source))
                .fetchOptional(HISTORY_SOURCE.POSITION)
                .orElse(0L);
    }

    @Override
    public long securePosition(String source) {
        return run(
                within -> {
                    long position = position(within, source);
                    vendor.force(within);
                    return position;
                });
    }

    @Override
    public void append(String source, long after, long position, List<HistoryEntry> entries) {
        for (HistoryEntry entry : entries) {
            byte[] body = entry.body();
            if (body != null && body.length > limits.bodyBytesMax()) {
                throw new IllegalArgumentException(entry.key() + " is too long for the history");
            }
        }
        run(
                within -> {
                    synchronized (writing) {
                        appendNow(source, after, position, entries);
                    }
                    return UNKNOWN;
                });
    }

    private void appendNow(String source, long after, long position, List<HistoryEntry> entries) {
        try (HistoryBatch batch = new HistoryBatch(source, limits, nextObject, nextState)) {
            for (HistoryEntry entry : entries) {
                batch.add(entry, last(batch, source, entry.key()));
            }
            sql.transaction(
                    transaction -> {
                        advance(transaction.dsl(), source, after, position, entries);
                        batch.write(transaction.dsl());
                    });
            nextObject = batch.nextObject();
            nextState = batch.nextState();
            batch.lasts()
                    .forEach((key, last) -> memory.put(new HistoryMemory.Id(source, key), last));
        } catch (RuntimeException e) {
            forgetCounters();
            throw e;
        }
    }

    private @Nullable Last last(HistoryBatch batch, String source, HistoryKey key) {
        Last last = batch.last(key);
        if (last == null) {
            last = memory.get(new HistoryMemory.Id(source, key));
        }
        return last == null ? reads.last(source, key) : last;
    }

    private static void advance(
            DSLContext within,
            String source,
            long after,
            long position,
            List<HistoryEntry> entries) {
        long at = entries.isEmpty() ? 0 : entries.getLast().at().toEpochMilli();
        int rows =
                within.update(HISTORY_SOURCE)
                        .set(HISTORY_SOURCE.POSITION, position)
                        .set(HISTORY_SOURCE.LAST_AT, at)
                        .where(HISTORY_SOURCE.SOURCE.eq(source))
                        .and(HISTORY_SOURCE.POSITION.eq(after))
                        .execute();
        if (rows == 0 && after == 0 && position(within, source) == 0) {
            rows =
                    within.insertInto(HISTORY_SOURCE)
                            .set(HISTORY_SOURCE.SOURCE, source)
                            .set(HISTORY_SOURCE.POSITION, position)
                            .set(HISTORY_SOURCE.LAST_AT, at)
                            .execute();
        }
        if (rows != 1) {
            throw new FollowedElsewhereException(source, after);
        }
    }

    @Override
    public List<String> sources() {
        return run(
                within ->
                        within.select(HISTORY_SOURCE.SOURCE)
                                .from(HISTORY_SOURCE)
                                .orderBy(HISTORY_SOURCE.SOURCE)
                                .fetch(HISTORY_SOURCE.SOURCE));
    }

    @Override
    public List<HistoryState> at(
            HistoryScope scope, Instant moment, @Nullable HistoryKey after, int limit) {
        return run(
                _ -> {
                    requireKept(scope, moment);
                    return reads.at(scope, moment, after, bounded(limit));
                });
    }

    @Override
    public List<HistoryChange> between(
            HistoryScope scope,
            Instant from,
            Instant until,
            @Nullable HistoryKey after,
            int limit) {
        return run(
                _ -> {
                    requireKept(scope, from);
                    return reads.between(scope, from, until, after, bounded(limit));
                });
    }

    @Override
    public List<HistoryStay> stays(
            HistoryScope scope,
            Instant from,
            Instant until,
            @Nullable HistoryKey after,
            int limit) {
        return run(
                _ -> {
                    requireKept(scope, from);
                    return reads.stays(scope, from, until, after, bounded(limit));
                });
    }

    private void requireKept(HistoryScope scope, Instant moment) {
        Instant horizon = retention.horizon();
        boolean held =
                retention.holds().stream().anyMatch(h -> h.namespace().equals(scope.namespace()));
        if (moment.isBefore(horizon) && !held) {
            throw new ForgottenException(moment, horizon);
        }
    }

    private int bounded(int limit) {
        return Math.clamp(limit, 1, limits.pageMax());
    }

    @Override
    public List<HistoryState> timeline(String source, HistoryKey key, long before, int limit) {
        return run(_ -> reads.timeline(source, key, before, bounded(limit)));
    }

    @Override
    public Optional<HistoryState> atRevision(String source, HistoryKey key, long revision) {
        return run(_ -> reads.atRevision(source, key, revision));
    }

    @Override
    public Instant horizon() {
        return run(_ -> retention.horizon());
    }

    @Override
    public long forget(Instant before, Set<String> alsoHeld) {
        return run(
                _ -> {
                    synchronized (writing) {
                        memory.clear();
                        return retention.forget(before, alsoHeld);
                    }
                });
    }

    @Override
    public void hold(LegalHold hold) {
        run(
                _ -> {
                    retention.hold(hold);
                    return UNKNOWN;
                });
    }

    @Override
    public boolean lift(String name) {
        return run(_ -> retention.lift(name));
    }

    @Override
    public List<LegalHold> holds() {
        return run(_ -> retention.holds());
    }

    private <T> T run(Function<DSLContext, T> statement) {
        return statements.run(statement);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            statements.close();
            closing.run();
        }
    }
}
