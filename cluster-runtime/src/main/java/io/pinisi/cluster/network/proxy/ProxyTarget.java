package io.pinisi.cluster.network.proxy;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.network.address.Cidr;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A node whose namespace is to know the services.
 *
 * @param local addresses of services that the node answers itself
 * @param substitutes see {@link ServiceTable#of}
 */
public record ProxyTarget(
        String node,
        Path namespace,
        Cidr pods,
        Cidr services,
        Set<String> local,
        Map<ObjectKey, Backend> substitutes) {
    public ProxyTarget {
        local = Set.copyOf(local);
        substitutes = Map.copyOf(substitutes);
    }
}
