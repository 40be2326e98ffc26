package io.pinisi.cluster.client.testing;

import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One open watch on the store's log. */
final class MemoryWatch implements Transport.Body.Frames {
    private final MemoryStore store;
    private final GroupResource resource;
    private final Predicate<ObjectNode> filter;
    private final Queue<MemoryStore.Entry> ready = new ArrayDeque<>();
    private long revision;
    private volatile boolean open = true;

    MemoryWatch(
            MemoryStore store,
            GroupResource resource,
            long revision,
            Predicate<ObjectNode> filter) {
        this.store = store;
        this.resource = resource;
        this.revision = revision;
        this.filter = filter;
    }

    boolean isOpen() {
        return open;
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
        try {
            while (open) {
                MemoryStore.Entry entry = ready.poll();
                if (entry == null) {
                    ready.addAll(store.after(revision, resource, () -> open));
                    continue;
                }
                revision = entry.revision();
                if (filter.test(entry.object())) {
                    return MemoryStore.frame(entry.type(), entry.object());
                }
            }
            return null;
        } catch (ApiException e) {
            ObjectNode status = Json.object();
            status.put("kind", "Status").put("reason", e.reason().text());
            status.put("message", e.getMessage()).put("code", e.reason().code());
            return MemoryStore.frame("ERROR", status);
        }
    }

    @Override
    public void close() {
        open = false;
        store.wake();
    }
}
