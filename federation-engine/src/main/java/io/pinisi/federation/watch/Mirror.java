package io.pinisi.federation.watch;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ObjectPage;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Watch;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One collection of an API in memory, kept true by list and watch on one virtual thread. Of each
 * object only a row is kept; how it is made is the caller's. Rows are as of the last event: a
 * mirror that lost its server keeps what it had and says so by {@link #isLive}.
 */
public final class Mirror<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
    private static final Duration RETRY_FIRST = Duration.ofMillis(100);
    private static final Duration RETRY_MOST = Duration.ofSeconds(5);
    private static final int PAGE = 500;

    private final String name;
    private final ApiClient client;
    private final Source source;
    private final Function<ObjectNode, T> row;
    private final Listener<T> listener;
    private final Witness witness;
    private final Map<ObjectKey, T> rows = new ConcurrentHashMap<>();
    private final Map<ObjectKey, String> versions = new ConcurrentHashMap<>();
    private final Departed departed = new Departed();
    private final AtomicLong heard = new AtomicLong();
    private final CountDownLatch synced = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean live;
    private volatile boolean stale;
    private volatile @Nullable Watch watch;

    /** What is mirrored; lists leave out the kind of their items, rows always have it. */
    public record Source(ResourcePath collection, GroupVersionKind kind, ListOptions options) {
        public static Source all(GroupVersionResource resource, String kind) {
            return new Source(
                    ResourcePath.all(resource),
                    GroupVersionKind.of(resource.apiVersion(), kind),
                    ListOptions.ALL);
        }
    }

    /** Told of every change, on the mirror's thread, after the row was replaced. */
    @FunctionalInterface
    public interface Listener<T> {
        /** Null before for a new object, null after for one that is gone. */
        void changed(ObjectKey key, @Nullable T before, @Nullable T after);

        /** Told before {@code changed}, where a watch says in which version an object went. */
        default void gone(ObjectKey key, String version) {}
    }

    public Mirror(
            String name,
            ApiClient client,
            Source source,
            Function<ObjectNode, T> row,
            Listener<T> listener) {
        this(name, client, source, row, listener, Witness.NONE);
    }

    /**
     * @param witness is shown whole objects
     */
    public Mirror(
            String name,
            ApiClient client,
            Source source,
            Function<ObjectNode, T> row,
            Listener<T> listener,
            Witness witness) {
        this.name = name;
        this.client = client;
        this.source = source;
        this.row = row;
        this.listener = listener;
        this.witness = witness;
        this.thread = Thread.ofVirtual().name("mirror-" + name).unstarted(this::run);
    }

    public Mirror<T> start() {
        thread.start();
        return this;
    }

    public Optional<T> find(ObjectKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    public Collection<T> all() {
        return List.copyOf(rows.values());
    }

    /** Whether the first list is in. */
    public boolean isSynced() {
        return synced.getCount() == 0;
    }

    /** Whether a watch is open now. */
    public boolean isLive() {
        return live;
    }

    /** Grows with every page and event that the server sends. */
    public long heard() {
        return heard.get();
    }

    public boolean awaitSync(Duration wait) throws InterruptedException {
        return synced.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        Duration wait = RETRY_FIRST;
        while (!closed) {
            try {
                String version = list();
                synced.countDown();
                wait = RETRY_FIRST;
                follow(version);
                continue;
            } catch (InterruptedException e) {
                return;
            } catch (ApiException e) {
                LOG.debug("mirror interrupted name={} reason={}", name, e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("mirror failed name={}", name, e);
            } finally {
                live = false;
            }
            if (!closed && !pause(wait)) {
                return;
            }
            wait = wait.compareTo(RETRY_MOST) < 0 ? wait.multipliedBy(2) : RETRY_MOST;
        }
    }

    private static boolean pause(Duration wait) {
        try {
            Thread.sleep(wait);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** A list is how things are, whatever was heard before; an old backup may be behind it. */
    private String list() {
        if (stale) {
            versions.clear(); // the same version may be another state now
        }
        stale = false;
        departed.clear();
        Set<ObjectKey> seen = new HashSet<>();
        ObjectPage page = page("");
        seen.addAll(put(page));
        while (!page.continueToken().isEmpty()) {
            page = page(page.continueToken());
            seen.addAll(put(page));
        }
        for (ObjectKey key : List.copyOf(rows.keySet())) {
            if (!seen.contains(key)) {
                remove(key);
            }
        }
        witness.listed(seen);
        return page.resourceVersion();
    }

    private ObjectPage page(String token) {
        ObjectPage page = client.list(source.collection(), source.options().page(PAGE, token));
        heard.incrementAndGet();
        return page;
    }

    private List<ObjectKey> put(ObjectPage page) {
        page.items().forEach(this::put);
        return page.items().stream().map(Metadata::key).toList();
    }

    /**
     * Watches until the server ends it, then again from where it ended; Expired means a new list.
     */
    private void follow(String from) throws InterruptedException {
        String version = from;
        while (!closed && !stale) {
            try (Watch open = client.watch(source.collection(), source.options().from(version))) {
                watch = open;
                if (stale) {
                    return;
                }
                live = true;
                for (Watch.Event event = open.next(); event != null; event = open.next()) {
                    String heardOf = Metadata.of(event.object()).resourceVersion();
                    version = Versions.isOlder(heardOf, version) ? version : heardOf;
                    apply(event);
                }
            } catch (ApiException e) {
                if (e.is(Reason.EXPIRED) || e.is(Reason.GONE)) {
                    return;
                }
                throw e;
            } finally {
                watch = null;
            }
        }
    }

    /** What comes late or twice, by a cache or proxy on the way, is old news. */
    private void apply(Watch.Event event) {
        heard.incrementAndGet();
        if (event.type() == Watch.Type.BOOKMARK || isOldNews(event.object())) {
            return;
        }
        switch (event.type()) {
            case ADDED, MODIFIED -> put(event.object());
            case DELETED -> {
                ObjectKey key = Metadata.key(event.object());
                String version = Metadata.of(event.object()).resourceVersion();
                listener.gone(key, version);
                departed.add(key, version);
                remove(key);
            }
            case BOOKMARK -> {}
        }
    }

    private boolean isOldNews(ObjectNode object) {
        ObjectKey key = Metadata.key(object);
        String version = Metadata.of(object).resourceVersion();
        return Versions.isOlder(version, versions.get(key)) || departed.knows(key, version);
    }

    private void put(ObjectNode object) {
        ObjectKey key = Metadata.key(object);
        String version = Metadata.of(object).resourceVersion();
        object.put("apiVersion", source.kind().apiVersion());
        object.put("kind", source.kind().kind());
        witness.saw(key, object);
        if (version.equals(versions.put(key, version)) && rows.containsKey(key)) {
            return;
        }
        T after = row.apply(object);
        T before = rows.put(key, after);
        listener.changed(key, before, after);
    }

    private void remove(ObjectKey key) {
        witness.gone(key);
        versions.remove(key);
        T before = rows.remove(key);
        if (before != null) {
            listener.changed(key, before, null);
        }
    }

    /** Lists again, because what was heard until now may lack something. */
    public void renew() {
        stale = true;
        Watch open = watch;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        Watch open = watch;
        if (open != null) {
            open.close();
        }
        thread.interrupt();
    }
}
