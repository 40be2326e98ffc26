package io.pinisi.cluster.registry.core.service;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.io.IOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds a pod behind a service, for the server's own calls to it. */
public final class ServiceEndpoints {
    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource SLICES =
            new GroupResource("discovery.k8s.io", "endpointslices");

    private final ObjectLookup objects;

    /** Where one pod listens. */
    public record Address(String host, int port) {}

    public ServiceEndpoints(ObjectLookup objects) {
        this.objects = objects;
    }

    /**
     * @param port of the service, its number or its name; empty for the only one
     * @throws IOException which says why there is none
     */
    public Address of(ObjectKey service, String port) throws IOException {
        ObjectNode object =
                objects.find(SERVICES, service)
                        .map(ApiObject::tree)
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "service \"" + service.name() + "\" not found"));
        String portName = portName(object, port, service.name());
        for (ApiObject slice : objects.all(SLICES, service.namespace())) {
            if (service.name().equals(slice.labels().get("kubernetes.io/service-name"))) {
                ObjectNode tree = slice.tree();
                String host = ready(tree);
                int target = target(tree, portName);
                if (!host.isEmpty() && target > 0) {
                    return new Address(host, target);
                }
            }
        }
        throw new IOException("no endpoints available for service \"" + service.name() + "\"");
    }

    private static String portName(ObjectNode service, String port, String name)
            throws IOException {
        JsonNode ports = service.path("spec").path("ports");
        if (port.isEmpty() && ports.size() == 1) {
            return ports.get(0).path("name").asString("");
        }
        for (JsonNode candidate : ports) {
            String candidateName = candidate.path("name").asString("");
            if (candidateName.equals(port)
                    || Integer.toString(candidate.path("port").asInt(0)).equals(port)) {
                return candidateName;
            }
        }
        throw new IOException("no service port " + port + " found for service \"" + name + "\"");
    }

    private static String ready(ObjectNode slice) {
        for (JsonNode endpoint : slice.path("endpoints")) {
            if (endpoint.path("conditions").path("ready").asBoolean(true)) {
                return endpoint.path("addresses").path(0).asString("");
            }
        }
        return "";
    }

    private static int target(ObjectNode slice, String name) {
        for (JsonNode port : slice.path("ports")) {
            if (port.path("name").asString("").equals(name)) {
                return port.path("port").asInt(0);
            }
        }
        return 0;
    }
}
