package io.pinisi.cluster.ingress.gateway;

import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.apiserver.connect.ResponseBody;
import io.pinisi.cluster.apiserver.connect.ResponseHead;
import io.pinisi.cluster.apiserver.connect.SocketTunnel;
import io.pinisi.cluster.apiserver.http.TunnelConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Connections that leave HTTP, WebSockets above all: joined to a connection of their own. */
final class Upgrades {
    private static final Set<String> HOP =
            Set.of(
                    "connection",
                    "content-length",
                    "keep-alive",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private final GatewayLimits limits;
    private final Reach reach;

    Upgrades(GatewayLimits limits, Reach reach) {
        this.limits = limits;
        this.reach = reach;
    }

    static boolean isWanted(Request request) {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                && request.getHeaders().contains(HttpHeader.UPGRADE)
                && request.getHeaders().contains(HttpHeader.CONNECTION, "upgrade")
                && request.getLength() <= 0;
    }

    /**
     * Asks the target for the upgrade and passes its answer on; after a 101 the two connections are
     * one until either ends. The attempt is closed then.
     *
     * @throws IOException where the target is not reached or says nothing; nothing was answered yet
     */
    void join(Request request, Response response, Callback callback, Attempt attempt)
            throws IOException {
        Socket socket = connect(attempt);
        ResponseHead head;
        try {
            OutputStream out = socket.getOutputStream();
            out.write(head(request).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            head = ResponseHead.read(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        answer(request, response, callback, new Joined(new SocketTunnel(socket), attempt), head);
    }

    private Socket connect(Attempt attempt) throws IOException {
        InetSocketAddress address = reach.of(attempt.target());
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, Math.toIntExact(limits.connect().toMillis()));
            socket.setSoTimeout(Math.toIntExact(limits.silence().toMillis()));
            return socket;
        } catch (IOException e) {
            attempt.refused();
            socket.close();
            throw e;
        }
    }

    private static String head(Request request) {
        HttpFields.Mutable headers = HttpFields.build();
        for (HttpField field : request.getHeaders()) {
            if (!HOP.contains(field.getLowerCaseName())) {
                headers.add(field);
            }
        }
        Forwarding.put(request, headers);
        headers.put(HttpHeader.CONNECTION, "Upgrade");
        headers.put(
                HttpHeader.UPGRADE, String.valueOf(request.getHeaders().get(HttpHeader.UPGRADE)));
        StringBuilder head = new StringBuilder(512);
        head.append(request.getMethod()).append(' ');
        head.append(request.getHttpURI().getPathQuery()).append(" HTTP/1.1\r\n");
        headers.forEach(
                field ->
                        head.append(field.getName())
                                .append(": ")
                                .append(field.getValue())
                                .append("\r\n"));
        return head.append("\r\n").toString();
    }

    private static void answer(
            Request request, Response response, Callback callback, Joined joined, ResponseHead head)
            throws IOException {
        response.setStatus(head.status());
        boolean upgraded = head.status() == 101;
        for (Header header : head.headers()) {
            if (upgraded || !HOP.contains(header.name().toLowerCase(Locale.ROOT))) {
                response.getHeaders().add(header.name(), header.value());
            }
        }
        if (upgraded) {
            joined.tunnel().socket().setSoTimeout(0);
            TunnelConnection.takeOver(request, response, callback, joined);
            return;
        }
        try (joined;
                InputStream body =
                        ResponseBody.of(joined.tunnel().socket(), head, request.getMethod());
                OutputStream out = Content.Sink.asOutputStream(response)) {
            body.transferTo(out);
        }
        callback.succeeded();
    }

    /** The target's side; its end gives the place at the target back. */
    private record Joined(SocketTunnel tunnel, Attempt attempt) implements ByteTunnel {
        @Override
        public InputStream input() throws IOException {
            return tunnel.input();
        }

        @Override
        public OutputStream output() throws IOException {
            return tunnel.output();
        }

        @Override
        public void close() {
            tunnel.close();
            attempt.close();
        }
    }
}
