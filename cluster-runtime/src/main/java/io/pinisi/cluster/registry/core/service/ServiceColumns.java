package io.pinisi.cluster.registry.core.service;

import io.pinisi.cluster.registry.Columns;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code kubectl get services} shows. */
final class ServiceColumns {
    private ServiceColumns() {}

    static Columns of(Columns columns) {
        return columns.name()
                .text("Type", service -> service.path("spec").path("type").asString(""))
                .text(
                        "Cluster-IP",
                        service -> Columns.textAt(service, Columns.NONE, "spec", "clusterIP"))
                .text("External-IP", ServiceColumns::external)
                .text("Port(s)", ServiceColumns::ports)
                .age()
                .wide()
                .text("Selector", service -> Columns.labels(service.path("spec").get("selector")));
    }

    private static String external(ObjectNode service) {
        JsonNode spec = service.path("spec");
        List<String> addresses = new ArrayList<>();
        switch (spec.path("type").asString("")) {
            case "ExternalName" -> addresses.add(spec.path("externalName").asString(""));
            case "LoadBalancer" -> {
                for (JsonNode ingress :
                        service.path("status").path("loadBalancer").path("ingress")) {
                    String ip = ingress.path("ip").asString("");
                    addresses.add(ip.isEmpty() ? ingress.path("hostname").asString("") : ip);
                }
                spec.path("externalIPs").forEach(ip -> addresses.add(ip.asString("")));
                if (addresses.isEmpty()) {
                    return "<pending>";
                }
            }
            default -> spec.path("externalIPs").forEach(ip -> addresses.add(ip.asString("")));
        }
        return addresses.isEmpty() ? Columns.NONE : String.join(",", addresses);
    }

    private static String ports(ObjectNode service) {
        List<String> shown = new ArrayList<>();
        for (JsonNode port : service.path("spec").path("ports")) {
            int node = port.path("nodePort").asInt(0);
            String outside = node == 0 ? "" : ":" + node;
            shown.add(
                    port.path("port").asInt(0)
                            + outside
                            + "/"
                            + port.path("protocol").asString("TCP"));
        }
        return shown.isEmpty() ? Columns.NONE : String.join(",", shown);
    }
}
