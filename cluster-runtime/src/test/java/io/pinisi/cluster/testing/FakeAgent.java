package io.pinisi.cluster.testing;

import io.pinisi.cluster.pki.Credential;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A node agent that answers logs with two lines, statistics as it is told to, and echoes what comes
 * through a tunnel.
 */
public final class FakeAgent implements AutoCloseable {
    private final SSLServerSocket listener;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Supplier<String> stats;

    /** What it says to who attaches, before it hears anything. */
    public static final int ATTACH_BYTES = 3_000_000;

    public FakeAgent(Credential credential) throws IOException {
        this(credential, () -> "{}");
    }

    public FakeAgent(Credential credential, Supplier<String> stats) throws IOException {
        this.stats = stats;
        listener =
                (SSLServerSocket)
                        credential
                                .tls()
                                .getServerSocketFactory()
                                .createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(true);
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Request lines, and who asked. */
    public List<String> requests() {
        return requests;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve((SSLSocket) socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            String head = head(socket.getInputStream());
            String line = head.lines().findFirst().orElse("");
            requests.add(line + " by " + socket.getSession().getPeerPrincipal().getName());
            OutputStream out = socket.getOutputStream();
            if (line.contains("/containerLogs/")) {
                write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n");
                write(out, "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
                write(out, "6\r\nfirst\n\r\n7\r\nsecond\n\r\n0\r\n\r\n");
            } else if (line.contains("/stats/")) {
                String body = stats.get();
                write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
                write(out, "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n");
                write(out, body);
            } else if (line.contains("/portForward/")) {
                write(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 10\r\n\r\nno sandbox");
            } else {
                write(out, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: SPDY/3.1\r\n");
                write(out, "Connection: Upgrade\r\nX-Stream-Protocol-Version: v4\r\n\r\n");
                if (line.contains("/attach/")) {
                    out.write(new byte[ATTACH_BYTES]);
                    socket.shutdownOutput();
                    out = OutputStream.nullOutputStream();
                }
                socket.getInputStream().transferTo(out);
            }
        } catch (IOException e) {
            requests.add("failed: " + e.getMessage());
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed within the head");
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
