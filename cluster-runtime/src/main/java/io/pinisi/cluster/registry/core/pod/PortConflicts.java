package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.registry.Faults;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Two containers of a pod cannot have the same port of the host. */
final class PortConflicts {
    private PortConflicts() {}

    static void check(JsonNode containers, String path, Faults faults) {
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < containers.size(); i++) {
            JsonNode ports = containers.get(i).path("ports");
            for (int j = 0; j < ports.size(); j++) {
                JsonNode port = ports.get(j);
                int host = port.path("hostPort").asInt(0);
                String key =
                        port.path("protocol").asString("TCP")
                                + "/"
                                + port.path("hostIP").asString("")
                                + "/"
                                + host;
                if (host != 0 && !taken.add(key)) {
                    faults.duplicate(path + "[" + i + "].ports[" + j + "].hostPort", key);
                }
            }
        }
    }
}
