package io.pinisi.portal.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A taken port is the commonest reason for a failed start: say which, and what to set. */
final class Ports {
    private Ports() {}

    /**
     * @param setting what chooses another
     * @throws Failure the port is taken
     */
    static void requireFree(String bind, int port, String setting, String use) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral(bind), port));
        } catch (IOException e) {
            throw new Failure(
                    "port %d for the %s is taken; %s chooses another".formatted(port, use, setting),
                    e);
        }
    }
}
