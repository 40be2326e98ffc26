package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.WatchStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Definitions as any resource, except that what they define is served when a write returns. */
final class CrdEndpoint implements ResourceEndpoint {
    private final ResourceEndpoint definitions;
    private final Runnable changed;

    CrdEndpoint(ResourceEndpoint definitions, Runnable changed) {
        this.definitions = definitions;
        this.changed = changed;
    }

    private Written done(Written written) {
        changed.run();
        return written;
    }

    @Override
    public ApiObject get(ObjectKey key, String resourceVersion) {
        return definitions.get(key, resourceVersion);
    }

    @Override
    public ObjectList list(ListQuery query) {
        return definitions.list(query);
    }

    @Override
    public WatchStream watch(WatchQuery query) {
        return definitions.watch(query);
    }

    @Override
    public Written create(
            Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        return done(definitions.create(call, namespace, name, body));
    }

    @Override
    public Written update(Call call, ObjectKey key, ObjectNode body) {
        return done(definitions.update(call, key, body));
    }

    @Override
    public Written patch(Call call, ObjectKey key, PatchBody patch) {
        return done(definitions.patch(call, key, patch));
    }

    @Override
    public Written delete(Call call, ObjectKey key, DeleteOptions options) {
        return done(definitions.delete(call, key, options));
    }

    @Override
    public ObjectList deleteCollection(Call call, ListQuery query, DeleteOptions options) {
        ObjectList deleted = definitions.deleteCollection(call, query, options);
        changed.run();
        return deleted;
    }
}
