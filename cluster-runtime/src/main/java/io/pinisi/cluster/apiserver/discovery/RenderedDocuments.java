package io.pinisi.cluster.apiserver.discovery;

import io.pinisi.cluster.registry.ResourceRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Documents that follow from the served kinds: each is made once for a snapshot of the registry and
 * kept as long as that snapshot is the current one. Bounded by the number of documents served.
 */
public final class RenderedDocuments<D> {
    private final Supplier<ResourceRegistry> registry;
    private volatile @Nullable Generation<D> generation;

    /** The documents of one snapshot, by a name of the owner's choice. */
    public record Generation<D>(
            ResourceRegistry of, ServedGroups groups, Map<String, D> rendered) {}

    public RenderedDocuments(Supplier<ResourceRegistry> registry) {
        this.registry = registry;
    }

    /** The documents of the snapshot that is current now. */
    public Generation<D> current() {
        ResourceRegistry snapshot = registry.get();
        Generation<D> known = generation;
        if (known != null && known.of == snapshot) {
            return known;
        }
        Generation<D> fresh =
                new Generation<>(
                        snapshot,
                        new ServedGroups(snapshot.definitions()),
                        new ConcurrentHashMap<>());
        generation = fresh;
        return fresh;
    }
}
