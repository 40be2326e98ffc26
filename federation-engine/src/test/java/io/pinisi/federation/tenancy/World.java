package io.pinisi.federation.tenancy;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A hub's objects in a map. */
final class World implements ObjectLookup {
    private final Map<GroupResource, Map<ObjectKey, ApiObject>> objects = new HashMap<>();
    private long revision;

    World put(GroupResource resource, ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        objects.computeIfAbsent(resource, none -> new HashMap<>())
                .put(
                        metadata.key(),
                        new ApiObject(
                                metadata.key(),
                                "",
                                ++revision,
                                metadata.labels(),
                                Map.of(),
                                Json.bytes(object)));
        return this;
    }

    @Override
    public Optional<ApiObject> find(GroupResource resource, ObjectKey key) {
        return Optional.ofNullable(objects.getOrDefault(resource, Map.of()).get(key));
    }

    @Override
    public List<ApiObject> all(GroupResource resource, @Nullable String namespace) {
        List<ApiObject> all = new ArrayList<>(objects.getOrDefault(resource, Map.of()).values());
        all.removeIf(one -> namespace != null && !Objects.equals(one.key().namespace(), namespace));
        return all;
    }
}
