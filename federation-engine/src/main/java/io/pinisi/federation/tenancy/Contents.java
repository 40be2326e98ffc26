package io.pinisi.federation.tenancy;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people have in a namespace, of every kind that the hub serves, so that none is deleted with
 * something in it that nobody thought of.
 */
record Contents(Map<String, Integer> byKind) {
    private static final Set<String> IGNORED =
            Set.of("Event", "ResourceBinding", "EndpointSlice", "Endpoints");

    static Contents of(ApiClient hub, String namespace) {
        Map<String, Integer> byKind = new TreeMap<>();
        Discovery served = Discovery.of(hub);
        served.failures().forEach(failure -> byKind.put("unknown (" + failure + ")", 1));
        for (Discovery.Resource resource : served.resources()) {
            if (!resource.namespaced()
                    || !resource.can("list")
                    || IGNORED.contains(resource.kind())) {
                continue;
            }
            int count =
                    (int)
                            hub
                                    .list(
                                            ResourcePath.all(resource.name()).in(namespace),
                                            ListOptions.ALL)
                                    .items()
                                    .stream()
                                    .filter(object -> isSomeones(resource.kind(), object))
                                    .count();
            if (count > 0) {
                byKind.put(resource.kind(), count);
            }
        }
        return new Contents(byKind);
    }

    private static boolean isSomeones(String kind, ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        boolean everyNamespaceHas =
                (kind.equals("ServiceAccount") && metadata.name().equals("default"))
                        || (kind.equals("ConfigMap") && metadata.name().equals("kube-root-ca.crt"));
        return !everyNamespaceHas && metadata.label(TenantObjects.PROJECT) == null;
    }

    boolean isEmpty() {
        return byKind.isEmpty();
    }

    /** {@code 2 ConfigMap, 1 Deployment}. */
    @Override
    public String toString() {
        return byKind.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
