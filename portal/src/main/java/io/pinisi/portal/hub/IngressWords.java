package io.pinisi.portal.hub;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.portal.discovery.SharedIngress;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts a MultiClusterIngress into words. Pure. */
final class IngressWords {
    private IngressWords() {}

    static SharedIngress row(ObjectNode ingress) {
        Metadata metadata = Metadata.of(ingress);
        JsonNode status = ingress.path("status");
        Map<String, Integer> serving = new TreeMap<>();
        Set<String> resting = new TreeSet<>();
        for (JsonNode cluster : status.path("clusters")) {
            String name = Trees.text(cluster, "name");
            if (cluster.path("weight").asInt(0) > 0 && cluster.path("endpoints").asInt(0) > 0) {
                serving.merge(name, cluster.path("endpoints").asInt(0), Integer::sum);
            } else {
                resting.add(name);
            }
        }
        status.path("trafficBlockClusters").forEach(name -> resting.add(name.asString("")));
        resting.removeAll(serving.keySet());
        return new SharedIngress(
                Objects.requireNonNullElse(metadata.namespace(), ""),
                metadata.name(),
                state(status, !serving.isEmpty(), !resting.isEmpty()),
                hosts(ingress.path("spec")),
                addresses(status.path("loadBalancer")),
                serving.entrySet().stream()
                        .map(one -> one.getKey() + " × " + one.getValue())
                        .toList(),
                List.copyOf(resting),
                metadata.creationTimestamp());
    }

    private static Status state(JsonNode status, boolean serves, boolean rests) {
        String why =
                Conditions.find(status, "Ready")
                        .map(condition -> Trees.text(condition, "message"))
                        .orElse("");
        if (!Conditions.isTrue(status, "Ready")) {
            return new Status(serves ? Level.DEGRADED : Level.FAILED, "Not ready", why);
        }
        return rests
                ? new Status(
                        Level.DEGRADED, "Reduced", "Not every cluster that has it gets requests.")
                : Status.healthy("Ready");
    }

    private static List<String> hosts(JsonNode spec) {
        List<String> hosts = new ArrayList<>();
        for (JsonNode rule : spec.path("rules")) {
            String host = Trees.text(rule, "host");
            if (!host.isEmpty() && !hosts.contains(host)) {
                hosts.add(host);
            }
        }
        return hosts;
    }

    private static List<String> addresses(JsonNode balancer) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode ingress : balancer.path("ingress")) {
            String host = Trees.text(ingress, "hostname");
            String name = host.isEmpty() ? Trees.text(ingress, "ip") : host;
            if (ingress.path("ports").isEmpty()) {
                addresses.add(name);
            }
            ingress.path("ports")
                    .forEach(port -> addresses.add(name + ":" + port.path("port").asInt(0)));
        }
        return addresses;
    }
}
