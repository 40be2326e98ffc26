package io.pinisi.portal.cli;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;

/**
 * Where the hub's API listens, and where those outside this machine reach it: agents of members,
 * and people with kubectl. The two differ behind a load balancer or a port forwarding.
 *
 * @param bind address of this machine ({@code PINISI_HUB_BIND}, default loopback)
 * @param port ({@code PINISI_HUB_PORT})
 * @param url without a path ({@code PINISI_HUB_URL}; by default made of the other two, with this
 *     machine's name where it listens on all addresses)
 */
record HubAddress(String bind, int port, URI url) {
    private static final String LOOPBACK = "127.0.0.1";

    static HubAddress of(Map<String, String> environment, int port) {
        InetAddress bind = address(environment.getOrDefault("PINISI_HUB_BIND", LOOPBACK));
        String url = environment.getOrDefault("PINISI_HUB_URL", "");
        return new HubAddress(
                bind.getHostAddress(), port, url.isEmpty() ? own(bind, port) : given(url));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text.isEmpty() ? LOOPBACK : text);
        } catch (IllegalArgumentException e) {
            throw new Failure("PINISI_HUB_BIND is no address: " + text, e);
        }
    }

    private static URI own(InetAddress bind, int port) {
        String host = bind.isAnyLocalAddress() ? machine() : bind.getHostAddress();
        return URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new Failure(
                    "this machine has no name that others know: set PINISI_HUB_URL, for example to"
                            + " https://hub.example:6443",
                    e);
        }
    }

    private static URI given(String text) {
        URI url;
        try {
            url = URI.create(text.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new Failure("PINISI_HUB_URL is no URL: " + text, e);
        }
        boolean plain =
                "https".equals(url.getScheme())
                        && url.getHost() != null
                        && url.getUserInfo() == null
                        && url.getPath().isEmpty()
                        && url.getQuery() == null
                        && url.getFragment() == null;
        if (!plain) {
            throw new Failure("PINISI_HUB_URL must be like https://hub.example:6443, not " + text);
        }
        return url;
    }

    /** What the hub's certificate must say besides where it listens. */
    Set<String> names() {
        return Set.of(url.getHost().replaceAll("[\\[\\]]", ""));
    }
}
