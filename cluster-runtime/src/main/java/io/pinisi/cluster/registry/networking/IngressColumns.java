package io.pinisi.cluster.registry.networking;

import io.pinisi.cluster.registry.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code kubectl get ingresses} shows. */
final class IngressColumns {
    private static final int MOST_HOSTS = 3;

    private IngressColumns() {}

    static Columns of(Columns columns) {
        return columns.name()
                .text("Class", o -> Columns.textAt(o, Columns.NONE, "spec", "ingressClassName"))
                .text("Hosts", IngressColumns::hosts)
                .text("Address", IngressColumns::addresses)
                .text("Ports", o -> o.path("spec").path("tls").isEmpty() ? "80" : "80, 443")
                .age();
    }

    private static String hosts(ObjectNode ingress) {
        List<String> hosts = new ArrayList<>();
        for (JsonNode rule : ingress.path("spec").path("rules")) {
            String host = rule.path("host").asString("");
            if (!host.isEmpty()) {
                hosts.add(host);
            }
        }
        if (hosts.isEmpty()) {
            return "*";
        }
        String shown = String.join(",", hosts.subList(0, Math.min(MOST_HOSTS, hosts.size())));
        return hosts.size() > MOST_HOSTS
                ? shown + " + " + (hosts.size() - MOST_HOSTS) + " more..."
                : shown;
    }

    private static String addresses(ObjectNode ingress) {
        TreeSet<String> addresses = new TreeSet<>();
        for (JsonNode point : ingress.path("status").path("loadBalancer").path("ingress")) {
            String ip = point.path("ip").asString("");
            String address = ip.isEmpty() ? point.path("hostname").asString("") : ip;
            if (!address.isEmpty()) {
                addresses.add(address);
            }
        }
        return String.join(",", addresses);
    }
}
