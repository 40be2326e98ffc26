package io.pinisi.cluster.history;

import io.pinisi.db.history.Chronicle;
import io.pinisi.db.history.FollowedElsewhereException;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryEntry;
import io.pinisi.db.revision.CompactedException;
import io.pinisi.db.revision.RevisionStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log into the history, behind the writers' back: a write waits for nothing here. What
 * was not taken before a stop is taken after the next start.
 */
final class HistoryRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryRecorder.class);
    private static final int BATCH = 500;

    /** How long writes are gathered: one transaction for each would slow the writers down. */
    private static final Duration GATHER = Duration.ofMillis(200);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final String source;
    private final RevisionStore log;
    private final Chronicle chronicle;
    private final History history;
    private final HistoryForm form;
    private final Thread thread;
    private volatile boolean closed;
    private volatile RevisionStore.@Nullable Tail tail;

    private HistoryRecorder(
            String source,
            RevisionStore log,
            Chronicle chronicle,
            History history,
            HistoryForm form) {
        this.source = source;
        this.log = log;
        this.chronicle = chronicle;
        this.history = history;
        this.form = form;
        this.thread = Thread.ofVirtual().name("history-" + source).unstarted(this::run);
    }

    static HistoryRecorder start(
            String source,
            RevisionStore log,
            Chronicle chronicle,
            History history,
            HistoryForm form) {
        HistoryRecorder recorder = new HistoryRecorder(source, log, chronicle, history, form);
        chronicle.neverCompactBeyond(() -> history.securePosition(source));
        recorder.thread.start();
        return recorder;
    }

    private void run() {
        while (!closed) {
            try {
                follow(catchUp());
            } catch (InterruptedException e) {
                return;
            } catch (FollowedElsewhereException | CompactedException e) {
                LOG.info("history source={} is read again: {}", source, e.getMessage());
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("history source={} cannot be recorded", source, e);
                }
            }
            if (!closed && !pause()) {
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(RETRY);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Takes all that is there; returns the position. */
    private long catchUp() {
        long position = history.position(source);
        while (!closed) {
            List<Chronicle.Entry> entries = chronicle.after(position, BATCH);
            if (entries.isEmpty()) {
                return position;
            }
            List<HistoryEntry> states =
                    entries.stream().map(form::of).flatMap(Optional::stream).toList();
            long reached = entries.getLast().revision().number();
            history.append(source, position, reached, states);
            position = reached;
        }
        return position;
    }

    /** The tail only says that there is something; what it is comes from the chronicle. */
    private void follow(long from) throws InterruptedException {
        try (RevisionStore.Tail opened = log.tail(Math.max(from, log.compacted()))) {
            tail = opened;
            while (!closed && !opened.next().isEmpty()) {
                Thread.sleep(GATHER);
                catchUp();
            }
        } finally {
            tail = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        RevisionStore.Tail open = tail;
        if (open != null) {
            open.close();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
