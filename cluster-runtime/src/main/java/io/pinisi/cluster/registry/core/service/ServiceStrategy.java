package io.pinisi.cluster.registry.core.service;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ServiceStrategy implements ResourceStrategy {
    private static final List<String> ADDRESSES =
            List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");

    private final Allocation allocation;

    ServiceStrategy(Allocation allocation) {
        this.allocation = allocation;
    }

    /** A client that sends back less than it was given does not lose its addresses by that. */
    @Override
    public void isolate(Transition transition) {
        ObjectNode old = transition.old();
        ObjectNode next = transition.next();
        if (!(next.get("spec") instanceof ObjectNode spec)) {
            return;
        }
        if (old != null && !isExternal(next) && !isExternal(old)) {
            ADDRESSES.forEach(field -> inherit(old.path("spec"), spec, field));
            inheritPorts(old.path("spec"), spec);
        }
        if (isExternal(next) && old != null && !isExternal(old)) {
            ADDRESSES.forEach(spec::remove);
        }
        dropStalePorts(spec);
    }

    private static boolean isExternal(ObjectNode service) {
        return service.path("spec").path("type").asString("").equals("ExternalName");
    }

    private static void inherit(JsonNode old, ObjectNode spec, String field) {
        JsonNode before = old.get(field);
        JsonNode given = spec.get(field);
        boolean absent = given == null || given.asString("x").isEmpty() || isEmptyList(given);
        if (before != null && absent) {
            spec.set(field, before);
        }
    }

    private static boolean isEmptyList(JsonNode node) {
        return node.isArray() && node.isEmpty();
    }

    private static void inheritPorts(JsonNode old, ObjectNode spec) {
        String type = spec.path("type").asString("");
        if (!type.equals("NodePort") && !type.equals("LoadBalancer")) {
            return;
        }
        for (JsonNode entry : spec.path("ports")) {
            if (!entry.has("nodePort") && entry instanceof ObjectNode port) {
                int known = nodePort(old.path("ports"), port);
                if (known != 0) {
                    port.put("nodePort", known);
                }
            }
        }
    }

    private static int nodePort(JsonNode ports, ObjectNode wanted) {
        for (JsonNode port : ports) {
            if (port.path("port").equals(wanted.path("port"))
                    && port.path("protocol").equals(wanted.path("protocol"))) {
                return port.path("nodePort").asInt(0);
            }
        }
        return 0;
    }

    private static void dropStalePorts(ObjectNode spec) {
        String type = spec.path("type").asString("");
        for (JsonNode entry : spec.path("ports")) {
            if (entry instanceof ObjectNode port && port.path("nodePort").asInt(-1) == 0) {
                port.remove("nodePort");
            }
        }
        if (!type.equals("LoadBalancer")) {
            spec.remove("allocateLoadBalancerNodePorts");
        }
    }

    @Override
    public void prepare(Transition transition) {
        ObjectNode next = transition.next();
        if (transition.isCreation()) {
            next.putObject("status").putObject("loadBalancer");
        }
        releaseUnusedPorts(transition);
        if (next.get("spec") instanceof ObjectNode) {
            allocation.fill(transition.old(), next);
        }
    }

    /** A service that stops being reachable from outside gives its node ports back. */
    private static void releaseUnusedPorts(Transition transition) {
        ObjectNode old = transition.old();
        JsonNode spec = transition.next().path("spec");
        if (old == null || !spec.path("type").asString("").equals("ClusterIP")) {
            return;
        }
        if (old.path("spec").path("type").equals(spec.path("type"))) {
            return;
        }
        for (JsonNode entry : spec.path("ports")) {
            if (entry instanceof ObjectNode port
                    && nodePort(old.path("spec").path("ports"), port)
                            == port.path("nodePort").asInt(0)) {
                port.remove("nodePort");
            }
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ServiceRules.check(transition, faults);
        allocation.check(transition.old(), transition.next(), faults);
    }
}
