package io.pinisi.cluster.ingress;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The port that a backend means, by number or by name.
 *
 * @param number 0 where it is meant by name
 */
public record BackendPort(int number, String name) {
    /**
     * @param port of a backend's service
     */
    public static BackendPort of(JsonNode port) {
        return new BackendPort(port.path("number").asInt(0), port.path("name").asString(""));
    }

    /** Which of a service's ports that is, or null. */
    public @Nullable JsonNode in(JsonNode ports) {
        for (JsonNode port : ports) {
            boolean same =
                    number != 0
                            ? port.path("port").asInt() == number
                            : port.path("name").asString("").equals(name);
            if (same) {
                return port;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return number != 0 ? Integer.toString(number) : name;
    }
}
