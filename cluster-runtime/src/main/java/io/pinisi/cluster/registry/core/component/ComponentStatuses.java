package io.pinisi.cluster.registry.core.component;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.registry.ListQuery;
import io.pinisi.cluster.registry.ObjectList;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.storage.ApiObject;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts of a control plane that run in one process: whoever is answered has reached all of
 * them. Kept because tools still ask.
 */
public final class ComponentStatuses implements ResourceEndpoint {
    private static final List<String> PARTS = List.of("controller-manager", "etcd-0", "scheduler");

    private final ResourceDefinition definition;

    public ComponentStatuses(ResourceDefinition definition) {
        this.definition = definition;
    }

    @Override
    public ApiObject get(ObjectKey key, String resourceVersion) {
        if (!PARTS.contains(key.name())) {
            throw ApiException.notFound(definition.resource(), key.name());
        }
        return component(key.name());
    }

    @Override
    public ObjectList list(ListQuery query) {
        return new ObjectList(PARTS.stream().map(ComponentStatuses::component).toList(), 0, "", -1);
    }

    private static ApiObject component(String name) {
        ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "ComponentStatus");
        object.putObject("metadata").put("name", name);
        object.putArray("conditions")
                .addObject()
                .put("type", ComponentStatusKind.HEALTHY)
                .put("status", "True")
                .put("message", "ok");
        ObjectKey key = ObjectKey.cluster(name);
        return new ApiObject(
                key, "", 0, Map.of(), Map.of("metadata.name", name), Json.bytes(object));
    }
}
