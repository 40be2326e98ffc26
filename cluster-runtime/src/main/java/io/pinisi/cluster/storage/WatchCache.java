package io.pinisi.cluster.storage;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The newest state of one resource and its latest changes, in memory. One thread writes (the shared
 * tail of the log), any number read; both sides hold the lock only for memory work.
 */
final class WatchCache {
    private final StorageLimits limits;
    private final InstantSource clock;
    private final LongSupplier position;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Collection<CacheWatcher> watchers = new CopyOnWriteArrayList<>();
    // the rest is guarded by lock
    private NavigableMap<String, ApiObject> objects = new TreeMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private long forgotten;
    private long newest;

    /**
     * @param position revision up to which every change has been applied to every cache
     */
    WatchCache(StorageLimits limits, InstantSource clock, LongSupplier position) {
        this.limits = limits;
        this.clock = clock;
        this.position = position;
    }

    /** The state of the cache at one moment. */
    record View(List<ApiObject> objects, long revision, boolean more, long remaining) {}

    /** Begins anew from a state as of {@code revision}; whoever was watching must list again. */
    void load(List<ApiObject> state, long revision) {
        NavigableMap<String, ApiObject> loaded = new TreeMap<>();
        long last = revision;
        for (ApiObject object : state) {
            loaded.put(object.key().toString(), object);
            last = Math.max(last, object.revision());
        }
        lock.writeLock().lock();
        try {
            objects = loaded;
            history.clear();
            forgotten = last;
            newest = last;
            watchers.forEach(CacheWatcher::expire);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Takes one write of the log; writes that the loaded state contains already are passed over.
     */
    void apply(String key, long revision, @Nullable ApiObject after) {
        lock.writeLock().lock();
        try {
            if (revision <= newest) {
                return;
            }
            ApiObject before = after == null ? objects.remove(key) : objects.put(key, after);
            newest = revision;
            Change change = change(revision, before, after);
            if (change != null) {
                remember(change);
                watchers.forEach(watcher -> watcher.offer(change));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static @Nullable Change change(
            long revision, @Nullable ApiObject before, @Nullable ApiObject after) {
        if (after != null) {
            return before == null
                    ? new Change.Creation(after)
                    : new Change.Replacement(before, after);
        }
        return before == null ? null : new Change.Removal(ObjectCodec.departed(before, revision));
    }

    private void remember(Change change) {
        history.addLast(change);
        if (history.size() > limits.history()) {
            forgotten = history.removeFirst().revision();
        }
    }

    @Nullable ApiObject get(String key) {
        return read(() -> objects.get(key));
    }

    /** The revision that an answer from this cache is at. */
    long revision() {
        return read(this::current);
    }

    /**
     * The newest change of this resource, which tells whether an older revision looked the same.
     */
    long newestChange() {
        return read(() -> newest);
    }

    private long current() {
        return Math.max(position.getAsLong(), newest);
    }

    /**
     * @param after exclusive start, or empty
     * @param limit 0 for all
     */
    View view(Selection selection, String after, int limit) {
        return read(
                () -> {
                    Collection<ApiObject> range = range(selection.namespace(), after);
                    List<ApiObject> found = new ArrayList<>();
                    boolean more = false;
                    for (ApiObject object : range) {
                        if (!selection.matches(object)) {
                            continue;
                        }
                        if (limit > 0 && found.size() == limit) {
                            more = true;
                            break;
                        }
                        found.add(object);
                    }
                    long remaining =
                            !more || selection.selective() ? -1 : range.size() - found.size();
                    return new View(found, current(), more, remaining);
                });
    }

    private Collection<ApiObject> range(@Nullable String namespace, String after) {
        NavigableMap<String, ApiObject> range = objects;
        if (namespace != null) {
            // '0' follows '/' in order, so this is every key that begins with "namespace/"
            range = range.subMap(namespace + "/", true, namespace + "0", false);
        }
        if (!after.isEmpty()) {
            if (!range.isEmpty() && after.compareTo(range.lastKey()) >= 0) {
                return Collections.emptyList();
            }
            if (!range.isEmpty() && after.compareTo(range.firstKey()) >= 0) {
                range = range.tailMap(after, false);
            }
        }
        return range.values();
    }

    /**
     * Registers a reader of changes after a revision; null where they are no longer remembered. A
     * revision that is still to come is waited for by the reader, not here.
     */
    @Nullable CacheWatcher watchAfter(long revision, Selection selection, boolean bookmarks) {
        lock.writeLock().lock();
        try {
            if (revision < forgotten) {
                return null;
            }
            Queue<WatchEvent> backlog = new ArrayDeque<>();
            for (Change change : history) {
                WatchEvent event = change.revision() > revision ? change.seenBy(selection) : null;
                if (event != null) {
                    backlog.add(event);
                }
            }
            return register(selection, Math.max(revision, newest), backlog, bookmarks);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The oldest revision that {@link #watchAfter} accepts. */
    long oldest() {
        return read(() -> forgotten);
    }

    CacheWatcher watchState(Selection selection, boolean marked, boolean bookmarks) {
        lock.writeLock().lock();
        try {
            Queue<WatchEvent> backlog = new ArrayDeque<>();
            for (ApiObject object : range(selection.namespace(), "")) {
                if (selection.matches(object)) {
                    backlog.add(new WatchEvent.Added(object));
                }
            }
            if (marked) {
                backlog.add(new WatchEvent.Bookmark(current(), true));
            }
            return register(selection, newest, backlog, bookmarks);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private CacheWatcher register(
            Selection selection, long start, Queue<WatchEvent> backlog, boolean bookmarks) {
        CacheWatcher watcher =
                new CacheWatcher(
                        this,
                        selection,
                        start,
                        backlog,
                        limits.watcherQueue(),
                        bookmarks ? limits.bookmarkInterval() : null,
                        clock);
        watchers.add(watcher);
        return watcher;
    }

    /** The revision up to which a reader has had everything, or null while something is queued. */
    @Nullable Long revisionSentTo(CacheWatcher watcher) {
        return read(() -> watcher.drained() ? current() : null);
    }

    void remove(CacheWatcher watcher) {
        watchers.remove(watcher);
    }

    /** Ends all streams, because the resource is no longer served. */
    void close() {
        List.copyOf(watchers).forEach(CacheWatcher::close);
    }

    private <T extends @Nullable Object> T read(Supplier<T> memoryWork) {
        lock.readLock().lock();
        try {
            return memoryWork.get();
        } finally {
            lock.readLock().unlock();
        }
    }
}
