package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.Schemas;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.registry.ResourceRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A snapshot with further resources and subresources in front of its own. */
final class OverlaidRegistry implements ResourceRegistry {
    private final ResourceRegistry base;
    private final List<ResourceDefinition> added;
    private final List<ResourceDefinition> all;
    private final Map<RegistryOverlay.Path, ResourceEndpoint> endpoints;

    OverlaidRegistry(
            ResourceRegistry base,
            List<ResourceDefinition> added,
            Map<RegistryOverlay.Path, ResourceEndpoint> endpoints) {
        this.base = base;
        this.added = added;
        this.endpoints = endpoints;
        List<ResourceDefinition> joined = new ArrayList<>(base.definitions());
        Set<GroupResource> covered =
                added.stream().map(ResourceDefinition::resource).collect(Collectors.toSet());
        joined.removeIf(definition -> covered.contains(definition.resource()));
        joined.addAll(added);
        this.all = List.copyOf(joined);
    }

    List<ResourceDefinition> added() {
        return added;
    }

    ResourceRegistry base() {
        return base;
    }

    @Override
    public List<ResourceDefinition> definitions() {
        return all;
    }

    @Override
    public Optional<ResourceDefinition> definition(GroupVersionResource resource) {
        for (ResourceDefinition definition : added) {
            if (definition.resource().equals(resource.groupResource())
                    && definition.version(resource.version()).isPresent()) {
                return Optional.of(definition);
            }
        }
        return base.definition(resource);
    }

    @Override
    public Optional<ResourceEndpoint> endpoint(GroupVersionResource resource, String subresource) {
        ResourceEndpoint own =
                endpoints.get(new RegistryOverlay.Path(resource.groupResource(), subresource));
        return own == null ? base.endpoint(resource, subresource) : Optional.of(own);
    }

    @Override
    public Schemas schemas() {
        return base.schemas();
    }
}
