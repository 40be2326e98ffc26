package io.pinisi.cluster.ingress;

import io.pinisi.cluster.machinery.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Where clients find a gateway, as the status of an ingress tells it. */
public record IngressAddress(String ip, List<Integer> ports) {
    public IngressAddress {
        ports = List.copyOf(ports);
    }

    /** A status that tells of nothing else. */
    public ObjectNode status() {
        ObjectNode status = Json.object();
        ObjectNode ingress =
                status.putObject("loadBalancer").putArray("ingress").addObject().put("ip", ip);
        for (int port : ports) {
            ingress.withArray("ports").addObject().put("port", port).put("protocol", "TCP");
        }
        return status;
    }
}
