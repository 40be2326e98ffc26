package io.pinisi.cluster.scheduler;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A port of the node that a pod takes. */
public record HostPort(String address, String protocol, int port) {
    private static final String ANY = "0.0.0.0";

    static List<HostPort> ofPod(JsonNode spec) {
        List<HostPort> ports = new ArrayList<>();
        for (JsonNode container : spec.path("containers")) {
            for (JsonNode port : container.path("ports")) {
                int number = port.path("hostPort").asInt(0);
                if (number > 0) {
                    String address = port.path("hostIP").asString("");
                    ports.add(
                            new HostPort(
                                    address.isEmpty() ? ANY : address,
                                    port.path("protocol").asString("TCP"),
                                    number));
                }
            }
        }
        return ports;
    }

    public boolean collidesWith(HostPort other) {
        return port == other.port
                && protocol.equals(other.protocol)
                && (address.equals(ANY)
                        || other.address.equals(ANY)
                        || address.equals(other.address));
    }
}
