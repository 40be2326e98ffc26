package io.pinisi.cluster.apiserver.verb;

import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.registry.ResourceRegistry;
import org.jspecify.annotations.Nullable;

/** A request's resource, found in the registry and checked against its scope. */
public record Target(
        ResourceRequest request,
        ResourceDefinition definition,
        ResourceDefinition.Version version) {

    /**
     * @throws ApiException NotFound where nothing is served under the path
     */
    public static Target find(ResourceRequest request, ResourceRegistry registry) {
        ResourceDefinition definition =
                registry.definition(request.resource()).orElseThrow(Target::nothingThere);
        ResourceDefinition.Version version =
                definition.version(request.resource().version()).orElseThrow(Target::nothingThere);
        Target target = new Target(request, definition, version);
        target.checkScope();
        return target;
    }

    public static ApiException nothingThere() {
        return new ApiException(
                Reason.NOT_FOUND, "the server could not find the requested resource");
    }

    private void checkScope() {
        boolean namespaceGiven =
                request.namespace() != null
                        && !definition.resource().resource().equals("namespaces");
        if (!definition.namespaced() && namespaceGiven) {
            throw nothingThere();
        }
        boolean named = request.path().endsWith("/" + request.resource().resource());
        if (definition.namespaced() && request.namespace() == null && !named) {
            throw nothingThere();
        }
    }

    /** Null for all namespaces and for resources without. */
    public @Nullable String namespace() {
        return definition.namespaced() ? request.namespace() : null;
    }

    /** The namespace to create in. */
    public @Nullable String namespaceForCreate() {
        if (definition.namespaced() && request.namespace() == null) {
            throw new ApiException(
                    Reason.METHOD_NOT_ALLOWED,
                    "the server does not allow this method on the requested resource");
        }
        return namespace();
    }

    public ObjectKey key() {
        String name = request.name();
        if (name == null) {
            throw nothingThere();
        }
        return new ObjectKey(namespace(), name);
    }
}
