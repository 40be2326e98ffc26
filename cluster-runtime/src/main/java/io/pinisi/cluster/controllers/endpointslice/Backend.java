package io.pinisi.cluster.controllers.endpointslice;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pod that stands behind a service under one address family.
 *
 * @param ports the endpoint ports, as this pod resolves the service's
 */
record Backend(PodView pod, String address, ArrayNode ports) {

    /** Empty where the pod has no address of the family, has ended, or lacks every port. */
    static Optional<Backend> of(ServiceView service, PodView pod, String family) {
        if (pod.isTerminal()) {
            return Optional.empty();
        }
        String address = address(pod, family);
        if (address == null) {
            return Optional.empty();
        }
        ArrayNode ports = ports(service, pod);
        if (ports.isEmpty() && !(service.isHeadless() && service.ports().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new Backend(pod, address, ports));
    }

    private static @Nullable String address(PodView pod, String family) {
        List<String> addresses = new ArrayList<>();
        pod.status().path("podIPs").forEach(ip -> addresses.add(ip.path("ip").asString("")));
        if (addresses.isEmpty() && pod.hasAddress()) {
            addresses.add(pod.status().path("podIP").asString(""));
        }
        return addresses.stream()
                .filter(ip -> ip.contains(":") == family.equals("IPv6"))
                .findFirst()
                .orElse(null);
    }

    private static ArrayNode ports(ServiceView service, PodView pod) {
        ArrayNode ports = Json.mapper().createArrayNode();
        for (JsonNode port : service.ports()) {
            String protocol = port.path("protocol").asString("TCP");
            int number = number(port, pod, protocol);
            if (number > 0) {
                ObjectNode endpoint = ports.addObject();
                endpoint.put("name", port.path("name").asString(""));
                endpoint.put("port", number).put("protocol", protocol);
                String application = Json.text(port, "appProtocol");
                if (application != null) {
                    endpoint.put("appProtocol", application);
                }
            }
        }
        return ports;
    }

    private static int number(JsonNode port, PodView pod, String protocol) {
        JsonNode target = Json.at(port, "targetPort");
        if (target == null) {
            return port.path("port").asInt(-1);
        }
        if (target.isString()) {
            return pod.namedPort(target.stringValue(), protocol);
        }
        int number = target.asInt(0);
        return number == 0 ? port.path("port").asInt(-1) : number;
    }

    /** The endpoint of a slice. */
    ObjectNode endpoint(ServiceView service, @Nullable String zone) {
        boolean serving = pod.isReady();
        boolean terminating = pod.metadata().isDeleting();
        ObjectNode endpoint = Json.object();
        endpoint.putArray("addresses").add(address);
        ObjectNode conditions = endpoint.putObject("conditions");
        conditions.put("ready", service.publishesNotReady() || (serving && !terminating));
        conditions.put("serving", serving).put("terminating", terminating);
        String hostname = hostname(service);
        if (hostname != null) {
            endpoint.put("hostname", hostname);
        }
        if (!pod.nodeName().isEmpty()) {
            endpoint.put("nodeName", pod.nodeName());
        }
        endpoint.set("targetRef", reference());
        if (zone != null) {
            endpoint.put("zone", zone);
        }
        return endpoint;
    }

    /** The name under which a headless service knows the pod, where it has asked for one. */
    @Nullable String hostname(ServiceView service) {
        String hostname = pod.spec().path("hostname").asString("");
        String subdomain = pod.spec().path("subdomain").asString("");
        return hostname.isEmpty() || !subdomain.equals(service.metadata().name()) ? null : hostname;
    }

    ObjectNode reference() {
        Metadata metadata = pod.metadata();
        ObjectNode reference = Json.object();
        reference.put("kind", "Pod").put("namespace", metadata.namespace());
        return reference.put("name", metadata.name()).put("uid", metadata.uid());
    }
}
