package io.pinisi.cluster.apiserver.connect;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A server that requests are passed on to.
 *
 * @param tls null for plain HTTP
 * @param name that its certificate must be for, and that it is called by
 * @param way how a plain connection to it is had
 */
public record Backend(String host, int port, @Nullable SSLContext tls, String name, Way way) {
    public static final Way DIRECT = Backend::direct;

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    public Backend(String host, int port, @Nullable SSLContext tls, String name) {
        this(host, port, tls, name, DIRECT);
    }

    /** How a plain connection to a server is had: directly, or through others. */
    @FunctionalInterface
    public interface Way {
        Socket connect(String host, int port, Duration limit) throws IOException;
    }

    private static Socket direct(String host, int port, Duration limit) throws IOException {
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(host, port), Math.toIntExact(limit.toMillis()));
            return plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** A connection; over TLS, one whose peer has been verified. */
    public Socket connect() throws IOException {
        Socket plain = way.connect(host, port, CONNECT_LIMIT);
        try {
            return tls == null ? plain : secured(tls, plain);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private Socket secured(SSLContext context, Socket plain) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(Math.toIntExact(CONNECT_LIMIT.toMillis()));
        socket.startHandshake();
        return socket;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
