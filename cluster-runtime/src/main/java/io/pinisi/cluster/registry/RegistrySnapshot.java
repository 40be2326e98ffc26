package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.Schemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is served at one moment; each resource with the endpoints of its subresources. */
final class RegistrySnapshot implements ResourceRegistry {
    private final Schemas schemas;
    private final List<ResourceDefinition> definitions;
    private final Map<GroupVersionResource, Served> served;

    /** One resource, in all its versions. */
    record Served(ResourceDefinition definition, Map<String, ResourceEndpoint> endpoints) {
        Served {
            endpoints = Map.copyOf(endpoints);
        }
    }

    RegistrySnapshot(Schemas schemas, List<Served> resources) {
        this.schemas = schemas;
        List<ResourceDefinition> all = new ArrayList<>();
        Map<GroupVersionResource, Served> index = new HashMap<>();
        for (Served resource : resources) {
            all.add(resource.definition());
            for (ResourceDefinition.Version version : resource.definition().versions()) {
                if (version.served()) {
                    index.put(resource.definition().in(version), resource);
                }
            }
        }
        this.definitions = List.copyOf(all);
        this.served = Map.copyOf(index);
    }

    @Override
    public List<ResourceDefinition> definitions() {
        return definitions;
    }

    @Override
    public Optional<ResourceDefinition> definition(GroupVersionResource resource) {
        return Optional.ofNullable(served.get(resource)).map(Served::definition);
    }

    @Override
    public Optional<ResourceEndpoint> endpoint(GroupVersionResource resource, String subresource) {
        Served found = served.get(resource);
        return found == null
                ? Optional.empty()
                : Optional.ofNullable(found.endpoints().get(subresource));
    }

    @Override
    public Schemas schemas() {
        return schemas;
    }
}
