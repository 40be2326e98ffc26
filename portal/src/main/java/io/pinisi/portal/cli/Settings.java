package io.pinisi.portal.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the environment says.
 *
 * @param home data folder ({@code PINISI_HOME}, default {@code .pinisi})
 * @param portalPort the portal's port ({@code PINISI_PORT}, default 8080)
 * @param hubPort the hub API's port ({@code PINISI_HUB_PORT}, default 6443); members take the ports
 *     after it
 * @param runtime {@code auto}, {@code containerd} or {@code simulated} ({@code PINISI_RUNTIME})
 * @param keycloakPort the port of a Keycloak started beside ({@code PINISI_KEYCLOAK_PORT}, default
 *     8180), with the next for its management
 */
record Settings(
        Path home, String bind, int portalPort, int hubPort, String runtime, int keycloakPort) {
    static final List<String> MEMBERS = List.of("bali", "flores");
    static final int NODES_PER_MEMBER = 2;
    private static final int LARGEST_PORT = 65_535;

    static Settings of(Map<String, String> environment) {
        return new Settings(
                Path.of(environment.getOrDefault("PINISI_HOME", ".pinisi"))
                        .toAbsolutePath()
                        .normalize(),
                "127.0.0.1",
                port(environment, "PINISI_PORT", 8080),
                port(environment, "PINISI_HUB_PORT", 6443),
                runtime(environment),
                port(environment, "PINISI_KEYCLOAK_PORT", 8180));
    }

    /** The port of a member's API. */
    int memberPort(int index) {
        return hubPort + 1 + index;
    }

    private static int port(Map<String, String> environment, String name, int fallback) {
        String text = environment.getOrDefault(name, "");
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port <= LARGEST_PORT - MEMBERS.size()) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new Failure(name + " is no number: " + text, e);
        }
        throw new Failure(name + " is no port: " + text);
    }

    private static String runtime(Map<String, String> environment) {
        String text = environment.getOrDefault("PINISI_RUNTIME", "auto");
        if (List.of("auto", "containerd", "simulated").contains(text)) {
            return text;
        }
        throw new Failure("PINISI_RUNTIME must be auto, containerd or simulated, not " + text);
    }
}
