package io.pinisi.cluster.registry.core.service;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.RegistryOptions.PortRange;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cluster addresses and node ports. What is taken is read from the services themselves, so nothing
 * leaks; a value given to a write that has not finished yet is held back for a while.
 */
final class ClusterAllocation implements Allocation {
    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final Duration HOLD = Duration.ofSeconds(60);

    private final AddressRange addresses;
    private final PortRange ports;
    private final ObjectLookup objects;
    private final InstantSource clock;
    private final Map<String, Instant> held = new HashMap<>();

    ClusterAllocation(
            AddressRange addresses, PortRange ports, ObjectLookup objects, InstantSource clock) {
        this.addresses = addresses;
        this.ports = ports;
        this.objects = objects;
        this.clock = clock;
    }

    /** Addresses and ports of all services but one. */
    private record Taken(Set<String> addresses, Set<String> ports) {}

    private Taken takenByOthers(ObjectNode service) {
        Set<String> ips = new HashSet<>();
        Set<String> nodePorts = new HashSet<>();
        String uid = Metadata.uid(service);
        for (ApiObject other : objects.all(SERVICES, null)) {
            if (other.uid().equals(uid)) {
                continue;
            }
            ips.add(other.fields().getOrDefault("spec.clusterIP", ""));
            if (!other.fields().getOrDefault("spec.type", "").equals("ClusterIP")) {
                nodePorts(other.tree()).forEach((key, port) -> nodePorts.add(key));
            }
        }
        return new Taken(ips, nodePorts);
    }

    private static Map<String, JsonNode> nodePorts(ObjectNode service) {
        Map<String, JsonNode> found = new HashMap<>();
        JsonNode entries = service.path("spec").path("ports");
        for (int i = 0; i < entries.size(); i++) {
            JsonNode port = entries.get(i).path("nodePort");
            if (port.asInt(0) != 0) {
                found.put(portKey(entries.get(i), port.asInt()), port);
            }
        }
        JsonNode health = service.path("spec").path("healthCheckNodePort");
        if (health.asInt(0) != 0) {
            found.put("TCP/" + health.asInt(), health);
        }
        return found;
    }

    private static String portKey(JsonNode entry, int port) {
        return entry.path("protocol").asString("TCP") + "/" + port;
    }

    @Override
    public synchronized void fill(@Nullable ObjectNode old, ObjectNode service) {
        forgetOldHolds();
        Taken taken = takenByOthers(service);
        ObjectNode spec = (ObjectNode) service.path("spec");
        String type = spec.path("type").asString("");
        if (!type.equals("ExternalName")) {
            fillAddress(spec, taken);
        }
        if (type.equals("NodePort") || type.equals("LoadBalancer")) {
            boolean wanted =
                    type.equals("NodePort")
                            || spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
            if (wanted) {
                fillPorts(spec, taken);
            }
        }
    }

    private void fillAddress(ObjectNode spec, Taken taken) {
        String address = spec.path("clusterIP").asString("");
        if (address.isEmpty()) {
            address = freeAddress(taken);
            hold(address);
            spec.put("clusterIP", address);
        }
        if (spec.path("clusterIPs").isEmpty()) {
            spec.putArray("clusterIPs").add(address);
        }
        if (spec.path("ipFamilies").isEmpty() && !address.equals("None")) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        if (!spec.has("ipFamilyPolicy")) {
            spec.put("ipFamilyPolicy", "SingleStack");
        }
        if (address.equals("None") && spec.path("ipFamilies").isEmpty()) {
            spec.putArray("ipFamilies").add("IPv4");
        }
    }

    private String freeAddress(Taken taken) {
        long first = addresses.firstDynamic();
        long count = addresses.size() - 2;
        for (long i = 0; i < count; i++) {
            String candidate = addresses.at(1 + (first - 1 + i) % count);
            if (!taken.addresses().contains(candidate) && !held.containsKey(candidate)) {
                return candidate;
            }
        }
        throw new ApiException(
                Reason.INTERNAL_ERROR, "failed to allocate a serviceIP: range is full");
    }

    private void fillPorts(ObjectNode spec, Taken taken) {
        Map<String, Integer> own = new HashMap<>();
        if (!(spec.get("ports") instanceof ArrayNode entries)) {
            return;
        }
        for (JsonNode entry : entries) {
            if (entry.path("nodePort").asInt(0) == 0 && entry instanceof ObjectNode port) {
                int free = freePort(port, taken, own);
                port.put("nodePort", free);
                own.put(portKey(port, free), free);
                hold(portKey(port, free));
            }
        }
    }

    private int freePort(ObjectNode entry, Taken taken, Map<String, Integer> own) {
        for (int port = ports.first(); port <= ports.last(); port++) {
            String key = portKey(entry, port);
            if (!taken.ports().contains(key) && !held.containsKey(key) && !own.containsKey(key)) {
                return port;
            }
        }
        throw new ApiException(
                Reason.INTERNAL_ERROR, "failed to allocate a nodePort: range is full");
    }

    private void hold(String key) {
        held.put(key, clock.instant().plus(HOLD));
    }

    private void forgetOldHolds() {
        Instant now = clock.instant();
        held.values().removeIf(until -> until.isBefore(now));
    }

    @Override
    public synchronized void check(@Nullable ObjectNode old, ObjectNode service, Faults faults) {
        Taken taken = takenByOthers(service);
        String address = service.path("spec").path("clusterIP").asString("");
        boolean unchanged = old != null && address.equals(Json.text(old, "spec", "clusterIP"));
        if (!unchanged && !address.isEmpty() && !address.equals("None")) {
            checkAddress(address, taken, faults);
        }
        JsonNode entries = service.path("spec").path("ports");
        for (int i = 0; i < entries.size(); i++) {
            checkPort(entries.get(i), "spec.ports[" + i + "].nodePort", taken, faults);
        }
    }

    private void checkAddress(String address, Taken taken, Faults faults) {
        String shown = "[\"" + address + "\"]";
        String head = "failed to allocate IP " + address + ": ";
        if (!addresses.contains(address)) {
            faults.add(
                    io.pinisi.cluster.machinery.error.FieldError.invalid(
                            "spec.clusterIPs",
                            shown,
                            head
                                    + "the provided IP ("
                                    + address
                                    + ") is not in the valid range. The range of valid IPs is "
                                    + addresses.cidr()));
        } else if (taken.addresses().contains(address)) {
            faults.add(
                    io.pinisi.cluster.machinery.error.FieldError.invalid(
                            "spec.clusterIPs", shown, head + "provided IP is already allocated"));
        }
    }

    private void checkPort(JsonNode entry, String path, Taken taken, Faults faults) {
        int port = entry.path("nodePort").asInt(0);
        if (port == 0) {
            return;
        }
        if (port < ports.first() || port > ports.last()) {
            faults.invalid(
                    path,
                    port,
                    "provided port is not in the valid range. The range of valid ports is "
                            + ports.first()
                            + "-"
                            + ports.last());
        } else if (taken.ports().contains(portKey(entry, port))) {
            faults.invalid(path, port, "provided port is already allocated");
        }
    }
}
