package io.pinisi.cluster.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;

/**
 * Where an API server listens.
 *
 * @param bind address of this machine
 * @param port 0 for any that is free
 * @param names what its certificate must say besides {@code bind}
 */
public record Listening(String bind, int port, Set<String> names) {
    public Listening {
        names = Set.copyOf(names);
    }

    /** For this machine alone. */
    public static Listening loopback(int port) {
        return new Listening("127.0.0.1", port, Set.of());
    }

    /** How it is reached from this machine, once it is known which port it has. */
    InetSocketAddress local(int actualPort) {
        InetAddress address = InetAddress.ofLiteral(bind);
        return new InetSocketAddress(
                address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address,
                actualPort);
    }
}
