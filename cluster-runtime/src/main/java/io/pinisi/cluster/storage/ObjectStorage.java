package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.db.revision.CompactedException;
import io.pinisi.db.revision.PreconditionFailedException;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.RevisionStore;
import io.pinisi.db.revision.StoreUnavailableException;
import io.pinisi.db.revision.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The objects of one resource. Reads come from memory; only a list at a past revision goes to the
 * store. A write returns when it is on disk and every reader can see it.
 */
public final class ObjectStorage implements ObjectAccess {
    private final ObjectLog log;
    private final RevisionStore store;
    private final StoredResource resource;
    private final ObjectCodec codec;
    private final WatchCache cache;
    private final StorageLimits limits;

    /** Writes that are waited for, of each object the one begun last. */
    private final Map<String, Outgoing> underway = new ConcurrentHashMap<>();

    /**
     * A write of this process.
     *
     * @param stored the bytes handed to the store
     */
    private record Outgoing(String storageKey, byte[] stored, Draft draft) {
        /** Equal bytes of another write would do too, but only the same are quick to compare. */
        boolean is(Revision revision) {
            return revision.value() == stored;
        }
    }

    ObjectStorage(
            ObjectLog log,
            RevisionStore store,
            StoredResource resource,
            WatchCache cache,
            StorageLimits limits) {
        this.log = log;
        this.store = store;
        this.resource = resource;
        this.codec = new ObjectCodec(resource);
        this.cache = cache;
        this.limits = limits;
    }

    public StoredResource resource() {
        return resource;
    }

    WatchCache cache() {
        return cache;
    }

    /** Ends all streams: their readers come back and are served by what holds now. */
    public void endWatches() {
        cache.close();
    }

    void load(long revision) {
        List<ApiObject> state = new ArrayList<>();
        for (Revision stored : store.range(resource.prefix(), "", 0, revision)) {
            state.add(codec.decode(stored));
        }
        cache.load(state, revision);
    }

    void apply(Revision revision) {
        String key = revision.key().substring(resource.prefix().length());
        boolean deleted = revision.operation() == Revision.Operation.DELETE;
        cache.apply(key, revision.number(), deleted ? null : object(revision));
    }

    private ApiObject object(Revision revision) {
        Outgoing ours = underway.get(revision.key());
        return ours != null && ours.is(revision)
                ? ours.draft().at(revision.number())
                : codec.decode(revision);
    }

    @Override
    public Optional<ApiObject> get(ObjectKey key, Freshness freshness) {
        await(freshness);
        return Optional.ofNullable(cache.get(key.toString()));
    }

    @Override
    public ListPage list(ListRequest request) {
        if (!request.continueToken().isEmpty()) {
            ContinueToken token = ContinueToken.parse(request.continueToken());
            return at(token.revision(), token.afterKey(), request);
        }
        await(request.freshness());
        if (request.freshness() instanceof Freshness.Exactly(long revision)) {
            return at(revision, "", request);
        }
        return page(cache.view(request.selection(), "", request.limit()), request.limit());
    }

    private ListPage at(long revision, String afterKey, ListRequest request) {
        WatchCache.View view = cache.view(request.selection(), afterKey, request.limit());
        if (cache.newestChange() > revision) {
            return page(past(revision, afterKey, request), request.limit());
        }
        return page(
                new WatchCache.View(view.objects(), revision, view.more(), view.remaining()),
                request.limit());
    }

    private static ListPage page(WatchCache.View view, int limit) {
        if (!view.more() || limit == 0) {
            return new ListPage(view.objects(), view.revision(), "", -1);
        }
        String last = view.objects().getLast().key().toString();
        return new ListPage(
                view.objects(),
                view.revision(),
                new ContinueToken(view.revision(), last).encode(),
                view.remaining());
    }

    /**
     * Reads a state that the cache has left behind; more than the limit is read to know the end.
     */
    private WatchCache.View past(long revision, String afterKey, ListRequest request) {
        Selection selection = request.selection();
        String prefix = resource.prefix();
        String within =
                selection.namespace() == null ? prefix : prefix + selection.namespace() + "/";
        String after = afterKey.isEmpty() ? "" : prefix + afterKey;
        List<ApiObject> found = new ArrayList<>();
        while (true) {
            List<Revision> rows = range(within, after, revision);
            for (Revision row : rows) {
                ApiObject object = codec.decode(row);
                if (selection.matches(object)) {
                    if (request.limit() > 0 && found.size() == request.limit()) {
                        return new WatchCache.View(found, revision, true, -1);
                    }
                    found.add(object);
                }
            }
            if (rows.size() < limits.pageRows()) {
                return new WatchCache.View(found, revision, false, -1);
            }
            after = rows.getLast().key();
        }
    }

    private List<Revision> range(String within, String after, long revision) {
        try {
            return store.range(within, after, limits.pageRows(), revision);
        } catch (CompactedException e) {
            throw new ApiException(
                    Reason.EXPIRED,
                    "The provided continue parameter is too old to display a consistent list"
                            + " result. You can start a new list without the continue parameter.");
        }
    }

    /** A stream that may begin with its own expiry, where the revision asked for is forgotten. */
    @Override
    public WatchStream watch(WatchRequest request) {
        return switch (request.start()) {
            case WatchRequest.Start.After(long revision) -> {
                WatchStream stream =
                        cache.watchAfter(revision, request.selection(), request.bookmarks());
                if (stream == null) {
                    throw new ApiException(
                            Reason.EXPIRED,
                            "too old resource version: " + revision + " (" + cache.oldest() + ")");
                }
                yield stream;
            }
            case WatchRequest.Start.State(Freshness freshness) -> {
                await(freshness);
                yield cache.watchState(request.selection(), false, request.bookmarks());
            }
            case WatchRequest.Start.MarkedState(Freshness freshness) -> {
                await(freshness);
                yield cache.watchState(request.selection(), true, request.bookmarks());
            }
        };
    }

    @Override
    public ApiObject create(ObjectKey key, ObjectNode object, WriteContext context) {
        Outgoing outgoing = outgoing(key, object);
        try {
            return written(
                    outgoing,
                    Write.create(
                            outgoing.storageKey(),
                            outgoing.stored(),
                            context.origin(),
                            context.audit()));
        } catch (PreconditionFailedException e) {
            awaitCurrent(e.current());
            throw ApiException.alreadyExists(resource.resource(), key.name());
        }
    }

    /**
     * @throws StaleWriteException where the object is not at {@code revision} any more; the caches
     *     have the newer state by then
     */
    @Override
    public ApiObject update(ObjectKey key, long revision, ObjectNode object, WriteContext context) {
        Outgoing outgoing = outgoing(key, object);
        try {
            return written(
                    outgoing,
                    Write.update(
                            outgoing.storageKey(),
                            outgoing.stored(),
                            revision,
                            context.origin(),
                            context.audit()));
        } catch (PreconditionFailedException e) {
            awaitCurrent(e.current());
            throw new StaleWriteException(e);
        }
    }

    @Override
    public ApiObject delete(ApiObject last, WriteContext context) {
        Write write =
                Write.delete(
                        resource.storageKey(last.key()),
                        last.revision(),
                        context.origin(),
                        context.audit());
        try {
            Revision revision = write(write);
            log.awaitCommitted(revision.number());
            return ObjectCodec.departed(last, revision.number());
        } catch (PreconditionFailedException e) {
            awaitCurrent(e.current());
            throw new StaleWriteException(e);
        }
    }

    private Outgoing outgoing(ObjectKey key, ObjectNode object) {
        byte[] value = WireBytes.value(object);
        String storageKey = resource.storageKey(key);
        return new Outgoing(
                storageKey, codec.encode(storageKey, value), codec.draft(object, value));
    }

    private ApiObject written(Outgoing outgoing, Write write) {
        underway.put(outgoing.storageKey(), outgoing);
        try {
            Revision revision = write(write);
            log.awaitCommitted(revision.number());
            return outgoing.draft().at(revision.number());
        } finally {
            underway.remove(outgoing.storageKey(), outgoing);
        }
    }

    private Revision write(Write write) {
        try {
            return store.write(write);
        } catch (StoreUnavailableException e) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(Reason.TIMEOUT, "the request was interrupted");
        }
    }

    private void awaitCurrent(@Nullable Revision current) {
        if (current == null) {
            log.awaitHead();
        } else {
            log.awaitCommitted(current.number());
        }
    }

    private void await(Freshness freshness) {
        switch (freshness) {
            case Freshness.Latest() -> log.awaitHead();
            case Freshness.Cached() -> {}
            case Freshness.NotOlderThan(long revision) -> log.await(revision);
            case Freshness.Exactly(long revision) -> log.await(revision);
        }
    }
}
