package io.pinisi.cluster.client.testing;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects by resource with one revision counter and the log of changes; guarded by {@code this}.
 */
final class MemoryStore {
    private final Map<String, Map<ObjectKey, ObjectNode>> objects = new TreeMap<>();
    private final List<Entry> log = new ArrayList<>();
    private long revision = 100;
    private long compacted = 100;

    record Entry(long revision, GroupResource resource, String type, ObjectNode object) {}

    synchronized long revision() {
        return revision;
    }

    synchronized List<ObjectNode> list(GroupResource resource) {
        return List.copyOf(table(resource).values());
    }

    synchronized @Nullable ObjectNode get(GroupResource resource, ObjectKey key) {
        return table(resource).get(key);
    }

    synchronized void write(GroupResource resource, ObjectNode object) {
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        metadata.put("resourceVersion", Long.toString(++revision));
        ObjectNode before = table(resource).put(Metadata.key(object), object);
        append(resource, before == null ? "ADDED" : "MODIFIED", object);
    }

    synchronized void remove(GroupResource resource, ObjectKey key) {
        ObjectNode last = table(resource).remove(key);
        if (last == null) {
            throw ApiException.notFound(resource, key.name());
        }
        ObjectNode gone = last.deepCopy();
        ((ObjectNode) gone.path("metadata")).put("resourceVersion", Long.toString(++revision));
        append(resource, "DELETED", gone);
    }

    /** Every revision so far becomes too old to watch from. */
    synchronized void compact() {
        compacted = ++revision;
        notifyAll();
    }

    private void append(GroupResource resource, String type, ObjectNode object) {
        log.add(new Entry(revision, resource, type, object));
        notifyAll();
    }

    /** The entries after {@code from}; waits for the first, empty when {@code open} turns false. */
    synchronized List<Entry> after(long from, GroupResource resource, Openness open)
            throws InterruptedException {
        while (open.isOpen()) {
            if (from < compacted) {
                throw new ApiException(Reason.EXPIRED, "too old resource version");
            }
            List<Entry> found = new ArrayList<>();
            for (int i = log.size() - 1; i >= 0 && log.get(i).revision() > from; i--) {
                if (log.get(i).resource().equals(resource)) {
                    found.addFirst(log.get(i));
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
            wait();
        }
        return List.of();
    }

    synchronized void wake() {
        notifyAll();
    }

    @FunctionalInterface
    interface Openness {
        boolean isOpen();
    }

    private Map<ObjectKey, ObjectNode> table(GroupResource resource) {
        return objects.computeIfAbsent(resource.toString(), r -> new TreeMap<>());
    }

    static byte[] frame(String type, ObjectNode object) {
        ObjectNode event = Json.object();
        event.put("type", type);
        event.set("object", object);
        return Json.bytes(event);
    }
}
