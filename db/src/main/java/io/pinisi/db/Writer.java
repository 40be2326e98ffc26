package io.pinisi.db;

import io.pinisi.db.LiveKeys.LiveKey;
import io.pinisi.db.revision.PreconditionFailedException;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. What waits in the queue when it is free travels together: one
 * transaction, one force to disk, then all answers.
 */
final class Writer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private final DSLContext sql;
    private final Commits commits;
    private final LiveKeys live;
    private final StoreLimits limits;
    private final InstantSource clock;
    private final Log log;
    private final BlockingQueue<Submission> queue;
    private final Thread thread;

    /** Confined to the thread. */
    private Head head;

    Writer(
            DSLContext sql,
            Commits commits,
            LiveKeys live,
            StoreLimits limits,
            InstantSource clock,
            Log log,
            Head head,
            String name) {
        this.sql = sql;
        this.commits = commits;
        this.live = live;
        this.limits = limits;
        this.clock = clock;
        this.log = log;
        this.head = head;
        this.queue = new ArrayBlockingQueue<>(limits.queueMax());
        this.thread = Thread.ofPlatform().name(name + "-writer").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /**
     * Queues a submission and waits for its answer.
     *
     * @param answer the submission's own
     */
    <T> T submit(Submission submission, CompletableFuture<T> answer) throws InterruptedException {
        if (!queue.offer(submission, limits.queueWaitMax().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new StoreUnavailableException(
                    "the store is overloaded: " + limits.queueMax() + " writes wait");
        }
        StoreUnavailableException end = log.ended();
        if (end != null) {
            refuseWaiting(end);
        }
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw Failures.of(e.getCause());
        }
    }

    private void run() {
        StoreUnavailableException end;
        try {
            work();
            end = new StoreUnavailableException("the database is closed");
        } catch (StoreUnavailableException e) {
            LOG.error("the store takes no more writes", e);
            end = e;
        } catch (InterruptedException | RuntimeException | Error e) {
            LOG.error("the writer has died", e);
            end = new StoreUnavailableException("the writer has died: " + e, e);
        }
        log.end(end);
        refuseWaiting(end);
        commits.close();
    }

    private void refuseWaiting(StoreUnavailableException end) {
        List<Submission> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        waiting.forEach(submission -> submission.fail(end));
    }

    private void work() throws InterruptedException {
        while (true) {
            Submission first = queue.take();
            try {
                switch (first) {
                    case Submission.Grouped grouped -> group(grouped);
                    case Submission.Change change -> change(change);
                    case Submission.CompactionStep step -> compact(step);
                    case Submission.Seal seal -> seal(seal);
                    case Submission.Mark mark -> mark(mark);
                    case Submission.Stop stop -> {
                        stop.answer().complete(null);
                        return;
                    }
                }
            } catch (RuntimeException | Error e) {
                first.fail(Failures.of(e));
                throw e;
            }
        }
    }

    private void group(Submission.Grouped first) throws InterruptedException {
        List<Submission.Grouped> group = gather(first);
        try {
            GroupPlan plan = GroupPlan.of(head, live, group, now());
            if (!plan.isEmpty()) {
                take(plan.batch());
            }
            answer(plan);
        } catch (NotTakenException e) {
            group.forEach(submission -> submission.fail(e.reason()));
        } catch (DataAccessException e) {
            StoreUnavailableException reason =
                    new StoreUnavailableException("the write was not taken: " + e.getMessage(), e);
            group.forEach(submission -> submission.fail(reason));
        } catch (RuntimeException | Error e) {
            group.forEach(submission -> submission.fail(Failures.of(e)));
            throw e;
        }
    }

    private List<Submission.Grouped> gather(Submission.Grouped first) {
        List<Submission.Grouped> group = new ArrayList<>();
        group.add(first);
        int bytes = first.bytes();
        while (group.size() < limits.groupMax()
                && bytes < limits.groupBytesMax()
                && queue.peek() instanceof Submission.Grouped next) {
            queue.remove();
            group.add(next);
            bytes += next.bytes();
        }
        return group;
    }

    private void take(Batch batch) throws InterruptedException {
        log.assign(batch.after().revision());
        try {
            commits.take(batch);
        } catch (NotTakenException e) {
            log.withdraw();
            throw e;
        }
        head = batch.after();
        live.add(batch);
        log.origins().add(batch);
        log.publish(batch.revisions());
    }

    private void answer(GroupPlan plan) {
        Map<Long, Revision> known = new HashMap<>();
        for (GroupPlan.Taken taken : plan.taken()) {
            known.put(taken.revision().number(), taken.revision());
            taken.put().answer().complete(taken.revision());
        }
        plan.noted().forEach(noted -> noted.note().answer().complete(noted.chained()));
        for (GroupPlan.Refused refused : plan.refused()) {
            refused.put().fail(preconditionFailed(refused, known));
        }
    }

    private RuntimeException preconditionFailed(
            GroupPlan.Refused refused, Map<Long, Revision> known) {
        LiveKey found = refused.found();
        @Nullable Revision current = null;
        if (found != null) {
            current = known.get(found.number());
            if (current == null) {
                current = log.recent(found.number());
            }
            if (current == null) {
                commits.settle();
                current = GroupTables.revision(sql, found.number());
            }
        }
        return new PreconditionFailedException(refused.put().write().key(), current);
    }

    private void change(Submission.Change change) throws InterruptedException {
        Batch batch = GroupPlan.ofRecord(head, change.audit(), now()).batch();
        try {
            commits.change(
                    head,
                    batch.after(),
                    transaction -> {
                        if (!change.change().test(transaction)) {
                            throw new NothingChangedException();
                        }
                        GroupTables.write(transaction, batch);
                    });
            head = batch.after();
            change.answer().complete(true);
        } catch (NothingChangedException e) {
            change.answer().complete(false);
        } catch (NotTakenException e) {
            change.fail(e.reason());
        }
    }

    private void mark(Submission.Mark mark) throws InterruptedException {
        try {
            commits.change(head, head, mark.change());
            mark.answer().complete(null);
        } catch (NotTakenException e) {
            mark.fail(e.reason());
        }
    }

    private void compact(Submission.CompactionStep step) throws InterruptedException {
        long to = Math.min(step.revision(), head.compacted() + limits.compactionBatchMax());
        if (to <= head.compacted()) {
            step.answer().complete(head.compacted());
            return;
        }
        long from = head.compacted();
        log.compactTo(to);
        try {
            Head after = head.withCompacted(to);
            commits.change(head, after, transaction -> GroupTables.compact(transaction, from, to));
            head = after;
            step.answer().complete(to);
        } catch (NotTakenException e) {
            step.fail(e.reason());
        }
    }

    private void seal(Submission.Seal seal) throws InterruptedException {
        try {
            commits.change(
                    head, head, transaction -> GroupTables.seal(transaction, seal.checkpoint()));
            seal.answer().complete(null);
        } catch (NotTakenException e) {
            seal.fail(e.reason());
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Ends after what is queued; later submissions are refused. */
    @Override
    public void close() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                queue.put(new Submission.Stop(stopped));
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Rolls a transaction back that turned out to have nothing to do. */
    private static final class NothingChangedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
