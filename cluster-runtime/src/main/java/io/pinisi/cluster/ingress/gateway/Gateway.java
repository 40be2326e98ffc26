package io.pinisi.cluster.ingress.gateway;

import io.pinisi.cluster.ingress.route.RoutingTable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;

/** Serves a routing table over HTTP and TLS. */
public final class Gateway implements AutoCloseable {
    /**
     * Requests are limited by number, and the thread of an upgrade waits for as long as it lasts.
     */
    private static final int UNLIMITED = -1;

    private static final int ACCEPT_QUEUE = 1024;

    private final Server server;
    private final ServerConnector plain;
    private final ServerConnector secure;
    private final NamedKeys keys;
    private final Balancer balancer;
    private volatile @Nullable RoutingTable table;

    /**
     * Where a gateway listens.
     *
     * @param httpPort 0 for any free one
     * @param httpsPort 0 for any free one
     * @param own shown to clients that ask for no name that is known
     */
    public record Listen(String address, int httpPort, int httpsPort, Identity own) {}

    private Gateway(Listen listen, GatewayLimits limits, Reach reach, InstantSource clock) {
        VirtualThreadPool threads = new VirtualThreadPool(UNLIMITED);
        threads.setName("gateway");
        this.server = new Server(threads);
        this.keys = new NamedKeys(listen.own());
        this.balancer = new Balancer(limits, clock);
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(limits.headerBytes());
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        this.plain = new ServerConnector(server, new HttpConnectionFactory(http));
        HttpConfiguration https = new HttpConfiguration(http);
        https.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory inside = new HttpConnectionFactory(https);
        this.secure =
                new ServerConnector(
                        server, new SslConnectionFactory(tls(), inside.getProtocol()), inside);
        configure(plain, listen.address(), listen.httpPort(), limits);
        configure(secure, listen.address(), listen.httpsPort(), limits);
        GatewayHandler handler = new GatewayHandler(() -> table, balancer, limits, reach);
        server.setHandler(new GracefulHandler(handler));
        server.setStopTimeout(limits.drain().toMillis());
    }

    /**
     * @throws IOException where a port is taken
     */
    public static Gateway start(
            Listen listen, GatewayLimits limits, Reach reach, InstantSource clock)
            throws IOException {
        Gateway gateway = new Gateway(listen, limits, reach, clock);
        try {
            gateway.plain.open();
            gateway.secure.open();
            gateway.server.start();
            return gateway;
        } catch (IOException e) {
            gateway.close();
            throw new IOException(
                    "cannot listen on %s, ports %d and %d"
                            .formatted(listen.address(), listen.httpPort(), listen.httpsPort()),
                    e);
        } catch (Exception e) {
            gateway.close();
            throw new IllegalStateException("the gateway does not start", e);
        }
    }

    private SslContextFactory.Server tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, null, null);
            SslContextFactory.Server factory = new SslContextFactory.Server();
            factory.setSslContext(context);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }

    private void configure(
            ServerConnector connector, String address, int port, GatewayLimits limits) {
        connector.setHost(address);
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(limits.silence().toMillis());
        server.addConnector(connector);
    }

    /** New requests go by this table; those under way end as they began. */
    public void route(RoutingTable next, Map<String, Identity> identities) {
        keys.replace(identities);
        table = next;
        balancer.retain(next.targets());
    }

    public int httpPort() {
        return plain.getLocalPort();
    }

    public int httpsPort() {
        return secure.getLocalPort();
    }

    /** Takes no more requests and waits a while for those under way. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the gateway does not stop", e);
        }
    }
}
