package io.pinisi.cluster.history;

import io.pinisi.db.Database;
import io.pinisi.db.audit.AuditHold;
import io.pinisi.db.history.History;
import io.pinisi.db.revision.RevisionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of what need not be kept: revisions that were superseded some minutes ago leave the log,
 * states that ended before the retention time leave the history.
 */
public final class LogUpkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogUpkeep.class);

    private final RevisionStore log;
    private final @Nullable History history;
    private final Supplier<List<AuditHold>> holds;
    private final HistoryPolicy policy;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /** Where the log ended when; confined to the thread. */
    private final Deque<Mark> marks = new ArrayDeque<>();

    private Instant forgotten = Instant.EPOCH;

    private record Mark(Instant at, long head) {}

    private LogUpkeep(
            RevisionStore log,
            @Nullable History history,
            Supplier<List<AuditHold>> holds,
            HistoryPolicy policy,
            InstantSource clock) {
        this.log = log;
        this.history = history;
        this.holds = holds;
        this.policy = policy;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("log-upkeep").unstarted(this::run);
    }

    /** Without a history that follows the log. */
    public static LogUpkeep ofLog(RevisionStore log, HistoryPolicy policy, InstantSource clock) {
        return started(new LogUpkeep(log, null, List::of, policy, clock));
    }

    /** A hold on the database's audit records holds the history of the same namespaces too. */
    public static LogUpkeep start(
            Database database, History history, HistoryPolicy policy, InstantSource clock) {
        return started(
                new LogUpkeep(
                        database.revisions(), history, database.audit()::holds, policy, clock));
    }

    private static LogUpkeep started(LogUpkeep upkeep) {
        upkeep.thread.start();
        return upkeep;
    }

    private void run() {
        try {
            while (!stop.await(policy.compactEvery().toMillis(), TimeUnit.MILLISECONDS)) {
                attempt(this::compact);
                attempt(this::forget);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            if (stop.getCount() > 0) {
                LOG.warn("upkeep of the log failed, it is tried again later", e);
            }
        }
    }

    private void compact() {
        Instant now = clock.instant();
        marks.addLast(new Mark(now, log.head()));
        long old = 0;
        while (!marks.isEmpty() && isOld(marks.getFirst(), now)) {
            old = marks.removeFirst().head();
        }
        if (old > log.compacted()) {
            log.compact(old);
        }
    }

    private boolean isOld(Mark mark, Instant now) {
        return !mark.at().plus(policy.workingRetention()).isAfter(now);
    }

    private void forget() {
        Instant now = clock.instant();
        if (history == null || now.isBefore(forgotten.plus(policy.forgetEvery()))) {
            return;
        }
        forgotten = now;
        long states = history.forget(now.minus(policy.retention()), held(now));
        if (states > 0) {
            LOG.info("history forgot states={} older than={}", states, policy.retention());
        }
    }

    /** A hold that names no namespace holds everything. */
    private Set<String> held(Instant now) {
        return holds.get().stream()
                .filter(hold -> hold.standsAt(now))
                .flatMap(
                        hold ->
                                hold.namespaces().isEmpty()
                                        ? Stream.of("")
                                        : hold.namespaces().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
