package io.pinisi.cluster.network.proxy;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Every port of every service with where it leads, in a stable order. */
public record ServiceTable(List<ServicePort> ports) {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final int DEFAULT_AFFINITY = 10_800;

    public ServiceTable {
        ports = ports.stream().sorted(Comparator.comparing(ServicePort::id)).toList();
    }

    /**
     * @param substitutes backends of services whose endpoints pods cannot reach as they are
     */
    public static ServiceTable of(
            List<ObjectNode> services,
            List<ObjectNode> slices,
            Map<ObjectKey, Backend> substitutes) {
        Map<ObjectKey, List<ObjectNode>> slicesOf = new HashMap<>();
        for (ObjectNode slice : slices) {
            Metadata metadata = Metadata.of(slice);
            String name = metadata.label(SERVICE_NAME);
            if (name != null && slice.path("addressType").asString("IPv4").equals("IPv4")) {
                slicesOf.computeIfAbsent(
                                new ObjectKey(metadata.namespace(), name), k -> new ArrayList<>())
                        .add(slice);
            }
        }
        List<ServicePort> ports = new ArrayList<>();
        for (ObjectNode service : services) {
            ObjectKey key = Metadata.key(service);
            add(ports, service, slicesOf.getOrDefault(key, List.of()), substitutes.get(key));
        }
        return new ServiceTable(ports);
    }

    private static void add(
            List<ServicePort> ports,
            ObjectNode service,
            List<ObjectNode> slices,
            @Nullable Backend substitute) {
        JsonNode spec = service.path("spec");
        String address = spec.path("clusterIP").asString("");
        if (spec.path("type").asString("").equals("ExternalName")
                || address.isEmpty()
                || address.equals("None")
                || address.contains(":")) {
            return;
        }
        List<String> addresses = new ArrayList<>(List.of(address));
        spec.path("externalIPs").forEach(ip -> addresses.add(ip.asString()));
        for (JsonNode ingress : service.path("status").path("loadBalancer").path("ingress")) {
            if (ingress.has("ip")) {
                addresses.add(ingress.path("ip").asString());
            }
        }
        for (JsonNode port : spec.path("ports")) {
            String name = port.path("name").asString("");
            ports.add(
                    new ServicePort(
                            Metadata.key(service) + ":" + port.path("port").asInt() + name,
                            port.path("protocol").asString("TCP").toLowerCase(Locale.ROOT),
                            addresses,
                            port.path("port").asInt(),
                            port.path("nodePort").asInt(0),
                            affinity(spec),
                            spec.path("externalTrafficPolicy").asString("").equals("Local"),
                            substitute == null ? backends(slices, name) : List.of(substitute)));
        }
    }

    private static int affinity(JsonNode spec) {
        return spec.path("sessionAffinity").asString("").equals("ClientIP")
                ? spec.path("sessionAffinityConfig")
                        .path("clientIP")
                        .path("timeoutSeconds")
                        .asInt(DEFAULT_AFFINITY)
                : 0;
    }

    /** The ready ones; when there is none, those that still serve while they end. */
    public static List<Backend> backends(List<ObjectNode> slices, String portName) {
        List<Backend> ready = backends(slices, portName, "ready");
        return ready.isEmpty() ? backends(slices, portName, "serving") : ready;
    }

    private static List<Backend> backends(
            List<ObjectNode> slices, String portName, String condition) {
        List<Backend> backends = new ArrayList<>();
        for (ObjectNode slice : slices) {
            for (JsonNode port : slice.path("ports")) {
                if (!port.path("name").asString("").equals(portName)) {
                    continue;
                }
                for (JsonNode endpoint : slice.path("endpoints")) {
                    boolean usable =
                            endpoint.path("conditions")
                                    .path(condition)
                                    .asBoolean(condition.equals("ready"));
                    JsonNode address = endpoint.path("addresses").path(0);
                    if (usable && address.isString()) {
                        backends.add(
                                new Backend(
                                        address.asString(),
                                        port.path("port").asInt(),
                                        endpoint.path("nodeName").asString("")));
                    }
                }
            }
        }
        return backends;
    }
}
