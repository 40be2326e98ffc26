package io.pinisi.cluster.apiserver.http;

import io.pinisi.cluster.apiserver.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** Serves a handler over TLS, HTTP/1.1 and HTTP/2, one virtual thread per request. */
public final class HttpEngine implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;

    /**
     * @param port 0 for any free one
     */
    public record Settings(String bindAddress, int port, SSLContext tls, Limits limits) {}

    /**
     * What a client may take up.
     *
     * @param idle how long a connection may stay silent; streams set their own
     * @param head how long the head of a request may take, up to twice that
     */
    public record Limits(
            int headerBytes,
            int acceptQueue,
            int streamsPerConnection,
            Duration idle,
            Duration head,
            BodyPace body) {
        public static final Limits USUAL =
                new Limits(
                        32 * 1024,
                        1024,
                        512,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(10),
                        BodyPace.USUAL);
    }

    /** Requests are limited by the filters, connections by the accept queue and their idle time. */
    private static final int UNLIMITED = -1;

    private HttpEngine(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * @throws IOException where the address cannot be bound, for one because the port is taken
     */
    public static HttpEngine start(Settings settings, Handler handler, TurnedAway turnedAway)
            throws IOException {
        // a watch waits for hours: no thread of a bounded pool may do that
        VirtualThreadPool threads = new VirtualThreadPool(UNLIMITED);
        threads.setName("api");
        Server server = new Server(threads);
        ServerConnector connector = connector(server, settings);
        connector.addBean(
                new SlowHeads(connector.getScheduler(), settings.limits().head(), turnedAway));
        server.setErrorHandler(new BadHeads(turnedAway));
        server.addConnector(connector);
        server.setHandler(new ChainHandler(handler, settings.limits().body()));
        try {
            connector.open();
            server.start();
        } catch (IOException e) {
            stop(server);
            throw new IOException(
                    "cannot listen on " + settings.bindAddress() + ":" + settings.port(), e);
        } catch (Exception e) {
            stop(server);
            throw new IllegalStateException("the HTTP engine does not start", e);
        }
        return new HttpEngine(server, connector);
    }

    private static ServerConnector connector(Server server, Settings settings) {
        Limits limits = settings.limits();
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(limits.headerBytes());
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(limits.streamsPerConnection());
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(settings.tls());
        ssl.setWantClientAuth(true);
        ServerConnector connector =
                new ServerConnector(
                        server,
                        new SslConnectionFactory(ssl, alpn.getProtocol()),
                        alpn,
                        http2,
                        http1);
        connector.setHost(settings.bindAddress());
        connector.setPort(settings.port());
        connector.setAcceptQueueSize(limits.acceptQueue());
        connector.setIdleTimeout(limits.idle().toMillis());
        return connector;
    }

    /** The port that is really bound. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP engine does not stop", e);
        }
    }
}
