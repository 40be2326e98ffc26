package io.pinisi.cluster.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One reader of a cache. What it is owed at the start waits in {@code backlog}; what happens later
 * in {@code live}, which is bounded: a reader that lets it overflow is expired and never waited
 * for. Guarded by its own monitor, taken after the cache's lock and never before.
 */
final class CacheWatcher implements WatchStream {
    private final WatchCache cache;
    private final Selection selection;
    private final long start;
    private final Queue<WatchEvent> backlog;
    private final Queue<WatchEvent> live = new ArrayDeque<>();
    private final int capacity;
    private final @Nullable Duration bookmarkInterval;
    private final InstantSource clock;
    private Instant bookmarkDue;
    private boolean overflowed;
    private boolean closed;

    /**
     * @param start changes up to this revision are in the backlog or not wanted
     * @param bookmarkInterval null where the reader wants none
     */
    CacheWatcher(
            WatchCache cache,
            Selection selection,
            long start,
            Queue<WatchEvent> backlog,
            int capacity,
            @Nullable Duration bookmarkInterval,
            InstantSource clock) {
        this.cache = cache;
        this.selection = selection;
        this.start = start;
        this.backlog = backlog;
        this.capacity = capacity;
        this.bookmarkInterval = bookmarkInterval;
        this.clock = clock;
        this.bookmarkDue = clock.instant();
        postponeBookmark();
    }

    /** Called by the cache, in order of revision; never waits. */
    void offer(Change change) {
        if (change.revision() <= start) {
            return;
        }
        WatchEvent event = change.seenBy(selection);
        if (event != null) {
            enqueue(event);
        }
    }

    private synchronized void enqueue(WatchEvent event) {
        if (overflowed || closed) {
            return;
        }
        if (live.size() >= capacity) {
            overflowed = true;
        } else {
            live.add(event);
        }
        notifyAll();
    }

    /** Ends the stream after what is queued: the cache can no longer say what came next. */
    synchronized void expire() {
        overflowed = true;
        notifyAll();
    }

    /** Whether everything the cache has offered so far has been taken. */
    synchronized boolean drained() {
        return backlog.isEmpty() && live.isEmpty() && !overflowed;
    }

    @Override
    public @Nullable WatchEvent take(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            WatchEvent event = poll();
            if (event == null) {
                event = bookmark();
            }
            if (event instanceof WatchEvent.Expired) {
                close();
            }
            long left = deadline - System.nanoTime();
            if (event != null || left <= 0 || isClosed()) {
                return event;
            }
            await(left);
        }
    }

    private synchronized @Nullable WatchEvent poll() {
        if (closed) {
            return null;
        }
        WatchEvent event = backlog.poll();
        if (event == null) {
            event = live.poll();
        }
        if (event == null && overflowed) {
            return new WatchEvent.Expired("too old resource version: the watch fell behind");
        }
        return event;
    }

    private @Nullable WatchEvent bookmark() {
        if (!bookmarkIsDue()) {
            return null;
        }
        Long revision = cache.revisionSentTo(this);
        if (revision == null) {
            return null;
        }
        postponeBookmark();
        return new WatchEvent.Bookmark(revision, false);
    }

    private synchronized boolean bookmarkIsDue() {
        return bookmarkInterval != null && !closed && !clock.instant().isBefore(bookmarkDue);
    }

    private synchronized void postponeBookmark() {
        if (bookmarkInterval != null) {
            bookmarkDue = clock.instant().plus(bookmarkInterval);
        }
    }

    private synchronized void await(long nanos) throws InterruptedException {
        long most = bookmarkInterval == null ? nanos : Math.min(nanos, untilBookmark());
        long deadline = System.nanoTime() + most;
        long left = most;
        while (left > 0 && !closed && !overflowed && live.isEmpty()) {
            wait(Math.max(1, left / 1_000_000));
            left = deadline - System.nanoTime();
        }
    }

    private synchronized long untilBookmark() {
        return Math.max(0, Duration.between(clock.instant(), bookmarkDue).toNanos());
    }

    @Override
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            backlog.clear();
            live.clear();
            notifyAll();
        }
        cache.remove(this);
    }
}
