package io.pinisi.cluster.client.informer;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ObjectPage;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Watch;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows one collection: lists it, then watches it for ever. A watch that breaks is resumed where
 * it broke; one whose revision is too old begins again with a list, and what vanished in between is
 * told as deleted.
 *
 * <p>Thread-safe. One virtual thread writes; {@code this} guards the delivery of changes, so that a
 * handler added later hears of each object exactly once.
 */
public final class Informer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Informer.class);
    private static final Duration SHORT_LIVED = Duration.ofSeconds(1);

    private final ApiClient client;
    private final ResourcePath collection;
    private final ListOptions options;
    private final InformerLimits limits;
    private final UnaryOperator<ObjectNode> transform;
    private final ObjectIndex index = new ObjectIndex();
    private final List<ChangeHandler> handlers = new ArrayList<>();
    private final CountDownLatch synced = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile @Nullable Watch watch;
    private @Nullable Thread thread;

    public Informer(
            ApiClient client, ResourcePath collection, ListOptions options, InformerLimits limits) {
        this(client, collection, options, limits, Informer::withoutManagedFields);
    }

    Informer(
            ApiClient client,
            ResourcePath collection,
            ListOptions options,
            InformerLimits limits,
            UnaryOperator<ObjectNode> transform) {
        this.client = client;
        this.collection = collection;
        this.options = options;
        this.limits = limits;
        this.transform = transform;
    }

    static ObjectNode withoutManagedFields(ObjectNode object) {
        if (object.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        return object;
    }

    public Lister lister() {
        return index;
    }

    public void addIndex(Index added) {
        index.add(added);
    }

    /** From now on {@code handler} hears every change, first of all that what is here was added. */
    public synchronized void addHandler(ChangeHandler handler) {
        handlers.add(handler);
        index.list().forEach(object -> tell(handler, new Change.Added(object)));
    }

    /** Begins to follow; without effect when begun already. */
    public synchronized void start() {
        if (thread == null && !closed) {
            thread = Thread.ofVirtual().name("informer " + collection.path()).start(this::follow);
        }
    }

    /** Whether the first list has been delivered to the handlers. */
    public boolean hasSynced() {
        return synced.getCount() == 0;
    }

    public boolean awaitSync(Duration wait) throws InterruptedException {
        return synced.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        Watch open = watch;
        if (open != null) {
            open.close();
        }
        synchronized (this) {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    private void follow() {
        Duration wait = limits.firstRetry();
        String version = "";
        while (!closed) {
            long begun = System.nanoTime();
            try {
                if (version.isEmpty()) {
                    version = list();
                    wait = limits.firstRetry();
                }
                version = watchFrom(version);
                if (System.nanoTime() - begun > SHORT_LIVED.toNanos()) {
                    wait = limits.firstRetry();
                    continue;
                }
            } catch (InterruptedException e) {
                return;
            } catch (Expired e) {
                version = "";
                continue;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                report(e);
                version = e instanceof Broken broken ? broken.version : version;
            }
            try {
                Thread.sleep(wait);
            } catch (InterruptedException e) {
                return;
            }
            wait = min(wait.multipliedBy(2), limits.lastRetry());
        }
    }

    private void report(RuntimeException e) {
        log.warn("informer retries collection={} error={}", collection.path(), e.toString());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private String list() {
        List<ObjectNode> objects = new ArrayList<>();
        String token = "";
        String version;
        do {
            ObjectPage page;
            try {
                page = client.list(collection, options.page(limits.pageSize(), token));
            } catch (ApiException e) {
                throw isExpired(e) ? new Expired() : e;
            }
            objects.addAll(page.items());
            version = page.resourceVersion();
            token = page.continueToken();
        } while (!token.isEmpty());
        replace(objects);
        synced.countDown();
        return version;
    }

    private synchronized void replace(List<ObjectNode> objects) {
        Set<ObjectKey> gone = new HashSet<>(index.keys());
        for (ObjectNode object : objects) {
            gone.remove(Metadata.key(object));
            put(object);
        }
        gone.forEach(this::remove);
    }

    /** Follows until the watch ends and returns the version to go on from. */
    private String watchFrom(String from) throws InterruptedException {
        String version = from;
        int timeout = Math.toIntExact(limits.watchTimeout().toSeconds());
        ListOptions begin =
                new ListOptions(
                        options.labelSelector(), options.fieldSelector(), 0, "", from, timeout);
        try (Watch open = client.watch(collection, begin)) {
            watch = open;
            if (closed) {
                return version;
            }
            for (Watch.Event event = open.next(); event != null; event = open.next()) {
                apply(event);
                version = Metadata.of(event.object()).resourceVersion();
            }
            return version;
        } catch (ApiException e) {
            throw isExpired(e) ? new Expired() : new Broken(version, e);
        } finally {
            watch = null;
        }
    }

    private static boolean isExpired(ApiException e) {
        return e.is(Reason.EXPIRED) || e.is(Reason.GONE);
    }

    private synchronized void apply(Watch.Event event) {
        switch (event.type()) {
            case ADDED, MODIFIED -> put(event.object());
            case DELETED -> {
                ObjectNode last = transform.apply(event.object());
                if (index.remove(Metadata.key(last)) != null) {
                    tell(new Change.Deleted(last));
                }
            }
            case BOOKMARK -> {}
        }
    }

    /** An object of another uid under the same key is another object: one goes, one comes. */
    private void put(ObjectNode read) {
        ObjectNode object = transform.apply(read);
        ObjectNode previous = index.put(Metadata.key(object), object);
        if (previous == null) {
            tell(new Change.Added(object));
        } else if (!Metadata.uid(previous).equals(Metadata.uid(object))) {
            tell(new Change.Deleted(previous));
            tell(new Change.Added(object));
        } else if (!sameVersion(previous, object)) {
            tell(new Change.Updated(previous, object));
        }
    }

    private static boolean sameVersion(ObjectNode previous, ObjectNode object) {
        return Metadata.of(previous)
                .resourceVersion()
                .equals(Metadata.of(object).resourceVersion());
    }

    private void remove(ObjectKey key) {
        ObjectNode last = index.remove(key);
        if (last != null) {
            tell(new Change.Deleted(last));
        }
    }

    private void tell(Change change) {
        handlers.forEach(handler -> tell(handler, change));
    }

    private void tell(ChangeHandler handler, Change change) {
        try {
            handler.handle(change);
        } catch (RuntimeException e) {
            log.error("a handler failed collection={}", collection.path(), e);
        }
    }

    /** The revision is gone: list again. */
    private static final class Expired extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Expired() {
            super("expired", null, false, false);
        }
    }

    /** The watch broke after {@code version}. */
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String version;

        Broken(String version, ApiException cause) {
            super(cause.getMessage(), cause, false, false);
            this.version = version;
        }
    }
}
