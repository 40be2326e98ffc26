package io.pinisi.db;

import io.pinisi.db.journal.Journal;
import io.pinisi.db.revision.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch is on disk once it is in the journal; a thread of its own puts batches into the tables,
 * many in one transaction, because what a transaction of H2 costs depends little on its size. A
 * file of the journal is written anew once its batches are in the tables and those are on disk.
 */
final class JournaledCommits implements Commits {
    private static final Logger LOG = LoggerFactory.getLogger(JournaledCommits.class);

    private final Transactions transactions;
    private final StoreLimits limits;
    private final Log log;
    private final @Nullable Journal journal;
    private final Thread applier;

    /** Guards everything below. */
    private final Object lock = new Object();

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** Bytes of what waits. */
    private long weight;

    /** How many batches were taken, and how many of them are in the tables. */
    private long taken;

    private long applied;

    /** The applier need not wait for more before it reaches this one. */
    private long urgent;

    /** The last batch of the journal's other file; that file is free once it is forced. */
    private long turned;

    private long forced;
    private boolean closing;
    private @Nullable StoreUnavailableException failure;

    /** A batch that is on disk and not in the tables, and when it was taken. */
    private record Waiting(Batch batch, long takenNanos) {}

    /**
     * @param journal none where nothing outlives the process
     */
    JournaledCommits(
            Transactions transactions,
            StoreLimits limits,
            Log log,
            @Nullable Journal journal,
            String name) {
        this.transactions = transactions;
        this.limits = limits;
        this.log = log;
        this.journal = journal;
        this.applier = Thread.ofPlatform().name(name + "-applier").unstarted(this::run);
    }

    void start() {
        applier.start();
    }

    @Override
    public void take(Batch batch) throws InterruptedException {
        synchronized (lock) {
            awaitUntil(() -> weight < limits.backlogBytesMax());
        }
        if (journal != null) {
            ByteBuffer entry = BatchCodec.encode(batch);
            if (!journal.takes(entry.remaining())) {
                change(batch.before(), batch.after(), sql -> GroupTables.write(sql, batch));
                return;
            }
            append(journal, entry);
        }
        synchronized (lock) {
            taken++;
            weight += batch.bytes();
            waiting.add(new Waiting(batch, System.nanoTime()));
            lock.notifyAll();
        }
    }

    private void append(Journal to, ByteBuffer entry) throws InterruptedException {
        try {
            if (!to.hasRoom(entry.remaining())) {
                synchronized (lock) {
                    urge(turned);
                    awaitUntil(() -> forced >= turned);
                    turned = taken;
                    lock.notifyAll();
                }
                to.turn();
            }
            to.append(entry);
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "nobody knows whether the last writes are on disk: " + e.getMessage(), e);
        }
    }

    @Override
    public void change(Head before, Head after, Consumer<DSLContext> work)
            throws InterruptedException {
        settle();
        transactions.runForced(before, after, work);
    }

    @Override
    public void settle() {
        boolean interrupted = false;
        try {
            synchronized (lock) {
                long all = taken;
                urge(all);
                while (applied < all) {
                    try {
                        awaitUntil(() -> applied >= all);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Under the lock. */
    private void urge(long number) {
        urgent = Math.max(urgent, number);
        lock.notifyAll();
    }

    private interface State {
        boolean holds();
    }

    /** Under the lock. */
    private void awaitUntil(State state) throws InterruptedException {
        while (!state.holds()) {
            if (failure != null) {
                throw new StoreUnavailableException(String.valueOf(failure.getMessage()), failure);
            }
            lock.wait();
        }
    }

    private void run() {
        try {
            List<Waiting> next = next();
            while (!next.isEmpty()) {
                apply(next);
                next = next();
            }
        } catch (StoreUnavailableException e) {
            fail(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            fail(
                    new StoreUnavailableException(
                            "what is on disk cannot be put into tables: " + e, e));
        }
    }

    private void fail(StoreUnavailableException reason) {
        LOG.error("the store takes no more writes; the journal keeps what was taken", reason);
        synchronized (lock) {
            failure = reason;
            lock.notifyAll();
        }
        log.end(reason);
    }

    /** Waits until enough has gathered or somebody is in need of it; nothing at the end. */
    private List<Waiting> next() throws InterruptedException {
        synchronized (lock) {
            while (waiting.isEmpty() && !closing) {
                lock.wait();
            }
            long rest = restNanos();
            while (rest > 0) {
                TimeUnit.NANOSECONDS.timedWait(lock, rest);
                rest = restNanos();
            }
            return drain();
        }
    }

    /** How long the applier may still wait for more; under the lock. */
    private long restNanos() {
        if (closing
                || urgent > applied
                || waiting.size() >= limits.applyMax()
                || 2 * weight >= limits.backlogBytesMax()) {
            return 0;
        }
        Duration pause = limits.applyPause();
        return waiting.element().takenNanos() + pause.toNanos() - System.nanoTime();
    }

    /** Under the lock. */
    private List<Waiting> drain() {
        List<Waiting> some = new ArrayList<>();
        int size = 0;
        while (!waiting.isEmpty() && (some.isEmpty() || size < limits.applyMax())) {
            Waiting one = waiting.remove();
            size += one.batch().size();
            some.add(one);
        }
        return some;
    }

    private void apply(List<Waiting> some) throws InterruptedException {
        Batch batch = Batch.join(some.stream().map(Waiting::batch).toList());
        try {
            transactions.run(batch.before(), batch.after(), sql -> GroupTables.write(sql, batch));
        } catch (NotTakenException e) {
            throw e.reason();
        }
        boolean free;
        long reached;
        synchronized (lock) {
            applied += some.size();
            some.forEach(one -> weight -= one.batch().bytes());
            reached = applied;
            free = reached >= turned && forced < turned;
            lock.notifyAll();
        }
        if (free) {
            transactions.force();
            synchronized (lock) {
                forced = reached;
                lock.notifyAll();
            }
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        boolean interrupted = false;
        while (applier.isAlive()) {
            try {
                applier.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        if (journal == null) {
            return;
        }
        boolean whole;
        synchronized (lock) {
            whole = failure == null && waiting.isEmpty();
        }
        try {
            if (whole) {
                transactions.force();
                journal.closeAndDelete();
            } else {
                journal.close();
            }
        } catch (IOException | StoreUnavailableException e) {
            LOG.warn("the journal stays for the next start: {}", e.getMessage());
        }
    }
}
