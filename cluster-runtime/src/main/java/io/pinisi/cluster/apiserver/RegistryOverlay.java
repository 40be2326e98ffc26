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
    private final List<ResourceDefinition> definitions;
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
        this.base = base;
        this.definitions = List.copyOf(definitions);
        this.endpoints = Map.copyOf(endpoints);
    }

    @Override
    public ResourceRegistry get() {
        ResourceRegistry snapshot = base.get();
        OverlaidRegistry known = current;
        if (known != null && known.base() == snapshot) {
            return known;
        }
        OverlaidRegistry fresh = new OverlaidRegistry(snapshot, definitions, endpoints);
        current = fresh;
        return fresh;
    }
}
