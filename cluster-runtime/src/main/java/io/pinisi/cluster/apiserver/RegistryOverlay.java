package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.registry.ResourceRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lays resources that store nothing over a registry's snapshots, so that discovery, OpenAPI and the
 * verbs serve them as any other; one overlay for each snapshot.
 */
public final class RegistryOverlay implements Supplier<ResourceRegistry> {
    private final Supplier<ResourceRegistry> base;
    private final Supplier<List<ResourceDefinition>> definitions;
    private final Map<Path, ResourceEndpoint> endpoints;
    private volatile @Nullable OverlaidRegistry current;

    /**
     * Where an endpoint stands.
     *
     * @param subresource empty for the resource itself
     */
    public record Path(GroupResource resource, String subresource) {}

    public RegistryOverlay(
            Supplier<ResourceRegistry> base,
            List<ResourceDefinition> definitions,
            Map<Path, ResourceEndpoint> endpoints) {
        this(base, fixed(definitions), endpoints);
    }

    /**
     * @param definitions the same list as long as it says the same
     */
    public RegistryOverlay(
            Supplier<ResourceRegistry> base,
            Supplier<List<ResourceDefinition>> definitions,
            Map<Path, ResourceEndpoint> endpoints) {
        this.base = base;
        this.definitions = definitions;
        this.endpoints = Map.copyOf(endpoints);
    }

    private static Supplier<List<ResourceDefinition>> fixed(List<ResourceDefinition> definitions) {
        List<ResourceDefinition> copy = List.copyOf(definitions);
        return () -> copy;
    }

    @Override
    public ResourceRegistry get() {
        ResourceRegistry snapshot = base.get();
        List<ResourceDefinition> added = definitions.get();
        OverlaidRegistry known = current;
        if (known != null && known.base() == snapshot && known.added() == added) {
            return known;
        }
        OverlaidRegistry fresh = new OverlaidRegistry(snapshot, added, endpoints);
        current = fresh;
        return fresh;
    }
}
