package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.db.revision.CompactedException;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.RevisionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All resources of one control plane over one revision store: a single thread follows the log and
 * hands each write to the cache it belongs to, so that every cache moves in the same order and one
 * number says how far all of them are.
 */
public final class ObjectLog implements ObjectLookup, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectLog.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** The log is on its way to us: only a store that is lost takes so long. */
    private static final Duration COMMITTED_WAIT = Duration.ofSeconds(30);

    private final RevisionStore store;
    private final StorageLimits limits;
    private final InstantSource clock;
    private final Map<GroupResource, ObjectStorage> storages = new ConcurrentHashMap<>();
    // readers of each place in the store: mostly one, two where a resource is served in two forms
    private final Map<String, List<ObjectStorage>> readers = new ConcurrentHashMap<>();
    private final Thread follower;
    // applying a batch and opening a resource exclude each other
    private final Object applying = new Object();
    private final Object progress = new Object();
    private volatile long position;
    private volatile boolean closed;
    private volatile RevisionStore.@Nullable Tail tail;

    private ObjectLog(RevisionStore store, StorageLimits limits, InstantSource clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.position = store.head();
        this.follower = Thread.ofVirtual().name("object-log").unstarted(this::follow);
    }

    public static ObjectLog open(RevisionStore store, StorageLimits limits, InstantSource clock) {
        ObjectLog log = new ObjectLog(store, limits, clock);
        log.follower.start();
        return log;
    }

    /** The storage of a resource, with its newest state loaded. */
    public ObjectStorage open(StoredResource resource) {
        synchronized (applying) {
            WatchCache cache = new WatchCache(limits, clock, () -> position);
            ObjectStorage storage = new ObjectStorage(this, store, resource, cache, limits);
            storage.load(position);
            if (storages.putIfAbsent(resource.resource(), storage) != null) {
                throw new IllegalStateException(resource.resource() + " is open already");
            }
            readers.computeIfAbsent(resource.prefix(), _ -> new CopyOnWriteArrayList<>())
                    .add(storage);
            return storage;
        }
    }

    /** The storage of a resource that is open. */
    public ObjectStorage storage(GroupResource resource) {
        ObjectStorage storage = storages.get(resource);
        if (storage == null) {
            throw new IllegalStateException(resource + " is not open");
        }
        return storage;
    }

    /** Stops serving a resource and ends its watches; what is stored stays. */
    public void close(StoredResource resource) {
        ObjectStorage storage = storages.remove(resource.resource());
        if (storage != null) {
            readers.getOrDefault(resource.prefix(), List.of()).remove(storage);
            storage.cache().close();
        }
    }

    @Override
    public Optional<ApiObject> find(GroupResource resource, ObjectKey key) {
        ObjectStorage storage = storages.get(resource);
        return storage == null ? Optional.empty() : storage.get(key, new Freshness.Cached());
    }

    @Override
    public List<ApiObject> all(GroupResource resource, @Nullable String namespace) {
        ObjectStorage storage = storages.get(resource);
        return storage == null
                ? List.of()
                : storage.list(ListRequest.of(Selection.in(namespace))).items();
    }

    /** The revision up to which everything can be read from memory. */
    public long position() {
        return position;
    }

    private void follow() {
        while (!closed && !Thread.currentThread().isInterrupted()) {
            try (RevisionStore.Tail opened = store.tail(position)) {
                tail = opened;
                if (!closed) {
                    apply(opened);
                }
            } catch (CompactedException e) {
                reload();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.error("the log cannot be followed; position={}", position, e);
                }
            }
            pause();
        }
    }

    private void apply(RevisionStore.Tail opened) throws InterruptedException {
        while (true) {
            List<Revision> batch = opened.next();
            if (batch.isEmpty()) {
                return;
            }
            synchronized (applying) {
                for (Revision revision : batch) {
                    readers.getOrDefault(StoredResource.prefixOf(revision.key()), List.of())
                            .forEach(storage -> storage.apply(revision));
                }
                advance(batch.getLast().number());
            }
        }
    }

    private void reload() {
        LOG.warn("the log was compacted beyond position={}; all caches are loaded anew", position);
        synchronized (applying) {
            long head = store.head();
            storages.values().forEach(storage -> storage.load(head));
            advance(head);
        }
    }

    private void advance(long revision) {
        synchronized (progress) {
            position = revision;
            progress.notifyAll();
        }
    }

    private void pause() {
        long deadline = System.nanoTime() + RETRY.toNanos();
        synchronized (progress) {
            while (!closed && System.nanoTime() < deadline) {
                try {
                    progress.wait(RETRY.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** Waits a short time until all caches have seen a revision, which may never come. */
    void await(long revision) {
        await(revision, limits.freshWait());
    }

    /**
     * Waits until all caches have seen a revision that is in the store. A slow machine must not
     * turn a write that took place into a refusal.
     */
    void awaitCommitted(long revision) {
        await(revision, COMMITTED_WAIT);
    }

    private void await(long revision, Duration limit) {
        if (position >= revision) {
            return;
        }
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (progress) {
            while (position < revision) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0 || closed) {
                    throw tooLarge(revision, position);
                }
                try {
                    progress.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ApiException(Reason.TIMEOUT, "the request was interrupted");
                }
            }
        }
    }

    private static ApiException tooLarge(long wanted, long current) {
        return new ApiException(
                Reason.TIMEOUT,
                "Timeout: Too large resource version: " + wanted + ", current: " + current,
                new ApiException.Details("", "", "", List.of(), 1));
    }

    /** Everything that was committed before this call is in the caches after it. */
    void awaitHead() {
        awaitCommitted(store.head());
    }

    @Override
    public void close() {
        closed = true;
        RevisionStore.Tail open = tail;
        if (open != null) {
            open.close();
        }
        synchronized (progress) {
            progress.notifyAll();
        }
        storages.values().forEach(storage -> storage.cache().close());
        follower.interrupt();
    }
}
