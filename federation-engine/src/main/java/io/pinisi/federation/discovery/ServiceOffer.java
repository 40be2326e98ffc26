package io.pinisi.federation.discovery;

import io.pinisi.cluster.ingress.BackendPort;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.network.proxy.Backend;
import io.pinisi.cluster.network.proxy.ServiceTable;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One cluster's own service of a name, for those who bring requests to it. */
public final class ServiceOffer {
    private final boolean ready;
    private final ServiceRow service;
    private final List<SliceRow> slices;

    ServiceOffer(boolean ready, ServiceRow service, List<SliceRow> slices) {
        this.ready = ready;
        this.service = service;
        this.slices = List.copyOf(slices);
    }

    /** Whether the cluster may be given any requests. */
    public boolean ready() {
        return ready;
    }

    public boolean hasPort(BackendPort wanted) {
        return wanted.in(service.ports()) != null;
    }

    /** The ready ones of a port; when there is none, those that still serve while they end. */
    public List<Backend> endpoints(BackendPort wanted) {
        JsonNode port = wanted.in(service.ports());
        if (port == null) {
            return List.of();
        }
        String name = port.path("name").asString("");
        List<Backend> ipv4 = endpoints("IPv4", name);
        return ipv4.isEmpty() ? endpoints("IPv6", name) : ipv4;
    }

    private List<Backend> endpoints(String family, String portName) {
        List<ObjectNode> ofFamily =
                slices.stream()
                        .filter(slice -> slice.addressType().equals(family))
                        .map(ServiceOffer::tree)
                        .toList();
        return ServiceTable.backends(ofFamily, portName).stream().distinct().toList();
    }

    private static ObjectNode tree(SliceRow slice) {
        ObjectNode tree = Json.object();
        tree.set("ports", slice.ports());
        tree.set("endpoints", slice.endpoints());
        return tree;
    }
}
