package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.Schemas;
import java.util.List;
import java.util.Optional;

/** An immutable snapshot of all that is served; a new one replaces it when a definition changes. */
public interface ResourceRegistry {
    List<ResourceDefinition> definitions();

    Optional<ResourceDefinition> definition(GroupVersionResource resource);

    /**
     * @param subresource empty for the resource itself; subresources that are connections (log,
     *     exec …) have no endpoint here
     */
    Optional<ResourceEndpoint> endpoint(GroupVersionResource resource, String subresource);

    Schemas schemas();
}
