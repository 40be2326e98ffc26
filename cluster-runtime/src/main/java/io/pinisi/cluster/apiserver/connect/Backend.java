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
 */
public record Backend(String host, int port, @Nullable SSLContext tls, String name) {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    /** A connection; over TLS, one whose peer has been verified. */
    Socket connect() throws IOException {
        Socket plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(
                    new InetSocketAddress(host, port), Math.toIntExact(CONNECT_LIMIT.toMillis()));
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
