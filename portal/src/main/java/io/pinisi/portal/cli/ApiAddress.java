package io.pinisi.portal.cli;

import io.pinisi.cluster.app.Listening;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;

/**
 * Where an API server listens, and where those outside this machine reach it: agents of members,
 * hubs, and people with kubectl. The two differ behind a load balancer or a port forwarding.
 *
 * @param bind address of this machine, default loopback
 * @param url without a path; by default made of the other two, with this machine's name where it
 *     listens on all addresses
 */
record ApiAddress(String bind, int port, URI url) {
    private static final String LOOPBACK = "127.0.0.1";

    /** A setting as it was given, empty where it was not, under the name that a failure calls. */
    record Setting(String name, String text) {}

    /** The hub's. */
    static ApiAddress of(Map<String, String> environment, int port) {
        return of(
                setting(environment, "PINISI_HUB_BIND"),
                setting(environment, "PINISI_HUB_URL"),
                port);
    }

    static ApiAddress of(Setting bind, Setting url, int port) {
        InetAddress address = address(bind);
        return new ApiAddress(
                address.getHostAddress(),
                port,
                url.text().isEmpty() ? own(address, url, port) : given(url));
    }

    private static Setting setting(Map<String, String> environment, String name) {
        return new Setting(name, environment.getOrDefault(name, ""));
    }

    private static InetAddress address(Setting bind) {
        try {
            return InetAddress.ofLiteral(bind.text().isEmpty() ? LOOPBACK : bind.text());
        } catch (IllegalArgumentException e) {
            throw new Failure(bind.name() + " is no address: " + bind.text(), e);
        }
    }

    private static URI own(InetAddress bind, Setting url, int port) {
        String host = bind.isAnyLocalAddress() ? machine(url) : bind.getHostAddress();
        return URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    private static String machine(Setting url) {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new Failure(
                    "this machine has no name that others know: set "
                            + url.name()
                            + ", for example to https://hub.example:6443",
                    e);
        }
    }

    private static URI given(Setting setting) {
        URI url;
        try {
            url = URI.create(setting.text().replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new Failure(setting.name() + " is no URL: " + setting.text(), e);
        }
        boolean plain =
                "https".equals(url.getScheme())
                        && url.getHost() != null
                        && url.getUserInfo() == null
                        && url.getPath().isEmpty()
                        && url.getQuery() == null
                        && url.getFragment() == null;
        if (!plain) {
            throw new Failure(
                    setting.name()
                            + " must be like https://hub.example:6443, not "
                            + setting.text());
        }
        return url;
    }

    Listening listening() {
        return new Listening(bind, port, names());
    }

    /** What the server's certificate must say besides where it listens. */
    Set<String> names() {
        return Set.of(url.getHost().replaceAll("[\\[\\]]", ""));
    }
}
