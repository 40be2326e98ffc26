package io.pinisi.federation.tenancy;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The hub's objects as its API lists them, for reckoning that is shared with the hub's rules. */
final class ListedObjects implements ObjectLookup {
    private final ApiClient hub;
    private final Discovery served;

    ListedObjects(ApiClient hub) {
        this.hub = hub;
        this.served = Discovery.of(hub);
    }

    @Override
    public Optional<ApiObject> find(GroupResource resource, ObjectKey key) {
        return served(resource)
                .flatMap(one -> hub.find(ResourcePath.of(one.name(), key)))
                .map(ListedObjects::object);
    }

    @Override
    public List<ApiObject> all(GroupResource resource, @Nullable String namespace) {
        return served(resource).stream()
                .flatMap(
                        one ->
                                hub
                                        .list(
                                                ResourcePath.all(one.name()).in(namespace),
                                                ListOptions.ALL)
                                        .items()
                                        .stream()
                                        .map(object -> completed(object, one)))
                .map(ListedObjects::object)
                .toList();
    }

    private Optional<Discovery.Resource> served(GroupResource resource) {
        return served.resources().stream()
                .filter(one -> one.name().groupResource().equals(resource))
                .findFirst();
    }

    /** Lists leave out the kind of their items. */
    private static ObjectNode completed(ObjectNode object, Discovery.Resource resource) {
        return object.put("apiVersion", resource.name().apiVersion()).put("kind", resource.kind());
    }

    private static ApiObject object(ObjectNode tree) {
        Metadata metadata = Metadata.of(tree);
        return new ApiObject(
                metadata.key(), metadata.uid(), 0, metadata.labels(), Map.of(), Json.bytes(tree));
    }
}
