package io.pinisi.cluster.client;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The address of a collection, an object or a subresource.
 *
 * @param namespace null for cluster scope, or for a collection over all namespaces
 * @param name null for a collection
 * @param subresource empty for the object itself
 */
public record ResourcePath(
        GroupVersionResource resource,
        @Nullable String namespace,
        @Nullable String name,
        String subresource) {

    /** All objects, of every namespace where there are namespaces. */
    public static ResourcePath all(GroupVersionResource resource) {
        return new ResourcePath(resource, null, null, "");
    }

    public static ResourcePath of(GroupVersionResource resource, ObjectKey key) {
        return new ResourcePath(resource, key.namespace(), key.name(), "");
    }

    public ResourcePath in(@Nullable String otherNamespace) {
        return new ResourcePath(resource, otherNamespace, name, subresource);
    }

    public ResourcePath named(String otherName) {
        return new ResourcePath(resource, namespace, otherName, subresource);
    }

    public ResourcePath sub(String otherSubresource) {
        return new ResourcePath(resource, namespace, name, otherSubresource);
    }

    /** The URL path, without query. */
    public String path() {
        StringBuilder path = new StringBuilder(96);
        if (resource.group().isEmpty()) {
            path.append("/api/");
        } else {
            path.append("/apis/").append(resource.group()).append('/');
        }
        path.append(resource.version());
        if (namespace != null) {
            path.append("/namespaces/").append(encode(namespace));
        }
        path.append('/').append(resource.resource());
        if (name != null) {
            path.append('/').append(encode(name));
        }
        if (!subresource.isEmpty()) {
            path.append('/').append(subresource);
        }
        return path.toString();
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
