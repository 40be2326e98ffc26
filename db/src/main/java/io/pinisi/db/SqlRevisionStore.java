package io.pinisi.db;

import static io.pinisi.db.schema.Tables.LIVE;
import static io.pinisi.db.schema.Tables.REVISION;

import io.pinisi.db.audit.StorableText;
import io.pinisi.db.revision.CompactedException;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.RevisionStore;
import io.pinisi.db.revision.ValueTooLargeException;
import io.pinisi.db.revision.Write;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SelectLimitStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The log in SQL: writes go through the one writer, reads to the database, tails to memory. */
final class SqlRevisionStore implements RevisionStore {
    private static final short DELETED = Rows.code(Revision.Operation.DELETE);

    private final Writer writer;
    private final Reads reads;
    private final Log log;
    private final CompactionFloors floors;
    private final StoreLimits limits;
    private final Runnable closing;

    SqlRevisionStore(
            Writer writer,
            Reads reads,
            Log log,
            CompactionFloors floors,
            StoreLimits limits,
            Runnable closing) {
        this.writer = writer;
        this.reads = reads;
        this.log = log;
        this.floors = floors;
        this.limits = limits;
        this.closing = closing;
    }

    @Override
    public long head() {
        return log.head();
    }

    @Override
    public long compacted() {
        return log.compacted();
    }

    @Override
    public Revision write(Write write) throws InterruptedException {
        check(write);
        CompletableFuture<Revision> answer = new CompletableFuture<>();
        return writer.submit(new Submission.Put(write, answer), answer);
    }

    private void check(Write write) {
        String key = write.key();
        if (key.isEmpty() || !StorableText.isStorable(key, limits.keyLengthMax())) {
            throw new IllegalArgumentException(
                    "a key has 1 to " + limits.keyLengthMax() + " characters of true Unicode");
        }
        if (write.value().length > limits.valueBytesMax()) {
            throw new ValueTooLargeException(key, write.value().length, limits.valueBytesMax());
        }
    }

    @Override
    public @Nullable Revision get(String key) {
        Optional<Revision> found =
                reads.run(
                        sql ->
                                sql.select(Rows.REVISION_FIELDS)
                                        .from(LIVE)
                                        .join(REVISION)
                                        .on(REVISION.NUMBER.eq(LIVE.NUMBER))
                                        .where(LIVE.OBJECT_KEY.eq(key))
                                        .fetchOptional(Rows::revision));
        log.awaitSettled();
        return found.orElse(null);
    }

    @Override
    public List<Revision> range(String prefix, String afterKey, int limit, long atRevision) {
        if (atRevision == 0) {
            List<Revision> newest = reads.run(sql -> newest(sql, prefix, afterKey, limit));
            log.awaitSettled();
            return newest;
        }
        if (atRevision > log.head()) {
            throw new IllegalArgumentException(
                    "revision " + atRevision + " is in the future; the head is " + log.head());
        }
        if (log.assigned() == atRevision) {
            List<Revision> newest = reads.run(sql -> newest(sql, prefix, afterKey, limit));
            if (log.assigned() == atRevision) {
                return newest;
            }
        }
        List<Revision> past = reads.run(sql -> past(sql, prefix, afterKey, limit, atRevision));
        checkKept(atRevision);
        return past;
    }

    private void checkKept(long revision) {
        if (revision < log.compacted()) {
            throw new CompactedException(revision, log.compacted());
        }
    }

    private static List<Revision> newest(
            DSLContext sql, String prefix, String afterKey, int limit) {
        return limited(
                sql.select(Rows.REVISION_FIELDS)
                        .from(LIVE)
                        .join(REVISION)
                        .on(REVISION.NUMBER.eq(LIVE.NUMBER))
                        .where(within(LIVE.OBJECT_KEY, prefix, afterKey))
                        .orderBy(LIVE.OBJECT_KEY),
                limit);
    }

    /** Walks the keys in order and stops at the limit; each row is asked for a newer sibling. */
    private static List<Revision> past(
            DSLContext sql, String prefix, String afterKey, int limit, long atRevision) {
        var newer = REVISION.as("newer");
        return limited(
                sql.select(Rows.REVISION_FIELDS)
                        .from(REVISION)
                        .where(within(REVISION.OBJECT_KEY, prefix, afterKey))
                        .and(REVISION.NUMBER.le(atRevision))
                        .and(REVISION.OPERATION.ne(DELETED))
                        .and(
                                DSL.notExists(
                                        DSL.selectOne()
                                                .from(newer)
                                                .where(newer.OBJECT_KEY.eq(REVISION.OBJECT_KEY))
                                                .and(newer.NUMBER.gt(REVISION.NUMBER))
                                                .and(newer.NUMBER.le(atRevision))))
                        .orderBy(REVISION.OBJECT_KEY),
                limit);
    }

    private static Condition within(Field<String> key, String prefix, String afterKey) {
        Condition condition = afterKey.isEmpty() ? key.ge(prefix) : key.gt(afterKey);
        if (!afterKey.isEmpty()) {
            condition = condition.and(key.ge(prefix));
        }
        return prefix.isEmpty() ? condition : condition.and(key.lt(afterAll(prefix)));
    }

    /** The first text that follows every text with the prefix. */
    private static String afterAll(String prefix) {
        int last = prefix.length() - 1;
        return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }

    private static List<Revision> limited(SelectLimitStep<?> query, int limit) {
        return limit == 0 ? query.fetch(Rows::revision) : query.limit(limit).fetch(Rows::revision);
    }

    @Override
    public Tail tail(long afterRevision) {
        checkKept(afterRevision);
        return new SqlTail(afterRevision);
    }

    @Override
    public void compact(long revision) {
        if (revision > log.head()) {
            throw new IllegalArgumentException(
                    "revision " + revision + " is in the future; the head is " + log.head());
        }
        long allowed = floors.lowest(revision);
        try {
            while (log.compacted() < allowed) {
                CompletableFuture<Long> answer = new CompletableFuture<>();
                writer.submit(new Submission.CompactionStep(allowed, answer), answer);
            }
        } catch (InterruptedException e) {
            // what is done is done; the rest is for the next compaction
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.run();
    }

    /** Confined to its reader, but for {@link #close}. */
    private final class SqlTail implements Tail {
        private long position;
        private volatile boolean closed;

        SqlTail(long position) {
            this.position = position;
        }

        @Override
        public List<Revision> next() throws InterruptedException {
            List<Revision> found =
                    switch (log.await(position, limits.tailBatchMax(), () -> closed)) {
                        case Log.Found.Closed() -> List.<Revision>of();
                        case Log.Found.Recent(List<Revision> revisions) -> revisions;
                        case Log.Found.Behind(long head) -> fromDatabase(head);
                    };
            if (!found.isEmpty()) {
                position = found.getLast().number();
            }
            return found;
        }

        private List<Revision> fromDatabase(long head) {
            List<Revision> found =
                    reads.run(
                            sql ->
                                    sql.select(Rows.REVISION_FIELDS)
                                            .from(REVISION)
                                            .where(REVISION.NUMBER.gt(position))
                                            .and(REVISION.NUMBER.le(head))
                                            .orderBy(REVISION.NUMBER)
                                            .limit(limits.tailBatchMax())
                                            .fetch(Rows::revision));
            checkKept(position);
            return found;
        }

        @Override
        public void close() {
            closed = true;
            log.wake();
        }
    }
}
