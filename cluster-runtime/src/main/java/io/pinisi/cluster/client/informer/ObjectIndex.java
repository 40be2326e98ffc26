package io.pinisi.cluster.client.informer;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.meta.OwnerReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The local copy with its indexes; thread-safe, everything guarded by {@code lock}. */
final class ObjectIndex implements Lister {
    private static final Index BY_NAMESPACE = new Index("namespace", ObjectIndex::namespace);
    private static final Index BY_OWNER = new Index("owner", ObjectIndex::owners);

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<ObjectKey, ObjectNode> objects = new HashMap<>();
    private final Map<String, Buckets> indexes = new HashMap<>();

    ObjectIndex() {
        add(BY_NAMESPACE);
        add(BY_OWNER);
    }

    /** The keys under each value of one index. */
    private record Buckets(Index index, Map<String, Set<ObjectKey>> keys) {
        void insert(ObjectKey key, ObjectNode object) {
            for (String value : index.values().apply(object)) {
                keys.computeIfAbsent(value, v -> new LinkedHashSet<>()).add(key);
            }
        }

        void remove(ObjectKey key, ObjectNode object) {
            for (String value : index.values().apply(object)) {
                keys.computeIfPresent(
                        value, (v, set) -> set.remove(key) && set.isEmpty() ? null : set);
            }
        }
    }

    private static Collection<String> namespace(ObjectNode object) {
        String namespace = Metadata.of(object).namespace();
        return namespace == null ? List.of() : List.of(namespace);
    }

    private static Collection<String> owners(ObjectNode object) {
        return Metadata.of(object).owners().stream().map(OwnerReference::uid).toList();
    }

    void add(Index index) {
        lock.writeLock().lock();
        try {
            Buckets buckets = new Buckets(index, new HashMap<>());
            if (indexes.putIfAbsent(index.name(), buckets) == null) {
                objects.forEach(buckets::insert);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Returns the previous state. */
    @Nullable ObjectNode put(ObjectKey key, ObjectNode object) {
        lock.writeLock().lock();
        try {
            ObjectNode previous = objects.put(key, object);
            for (Buckets buckets : indexes.values()) {
                if (previous != null) {
                    buckets.remove(key, previous);
                }
                buckets.insert(key, object);
            }
            return previous;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Nullable ObjectNode remove(ObjectKey key) {
        lock.writeLock().lock();
        try {
            ObjectNode previous = objects.remove(key);
            if (previous != null) {
                indexes.values().forEach(buckets -> buckets.remove(key, previous));
            }
            return previous;
        } finally {
            lock.writeLock().unlock();
        }
    }

    Set<ObjectKey> keys() {
        lock.readLock().lock();
        try {
            return Set.copyOf(objects.keySet());
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public Optional<ObjectNode> find(ObjectKey key) {
        lock.readLock().lock();
        try {
            return Optional.ofNullable(objects.get(key));
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<ObjectNode> list() {
        lock.readLock().lock();
        try {
            return List.copyOf(objects.values());
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public List<ObjectNode> inNamespace(String namespace) {
        return by(BY_NAMESPACE.name(), namespace);
    }

    @Override
    public List<ObjectNode> ownedBy(String uid) {
        return by(BY_OWNER.name(), uid);
    }

    @Override
    public List<ObjectNode> by(String index, String value) {
        lock.readLock().lock();
        try {
            Buckets buckets = indexes.get(index);
            if (buckets == null) {
                throw new IllegalArgumentException("no index " + index);
            }
            List<ObjectNode> found = new ArrayList<>();
            for (ObjectKey key : buckets.keys().getOrDefault(value, Set.of())) {
                ObjectNode object = objects.get(key);
                if (object != null) {
                    found.add(object);
                }
            }
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public int size() {
        lock.readLock().lock();
        try {
            return objects.size();
        } finally {
            lock.readLock().unlock();
        }
    }
}
