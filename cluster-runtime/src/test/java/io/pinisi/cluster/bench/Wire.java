package io.pinisi.cluster.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/** One kept-alive HTTP/1.1 connection over TLS; for one thread. */
public final class Wire implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    /** Silence that only a server which hangs would keep. */
    private static final int SILENCE_MAX_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private long length;
    private boolean chunked;

    public record Answer(int status, byte[] body) {}

    public Wire(SSLContext tls, int port) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        this.socket = new Socket(loopback, port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SILENCE_MAX_MILLIS);
        Socket secure =
                tls.getSocketFactory().createSocket(socket, loopback.getHostAddress(), port, true);
        this.in = new BufferedInputStream(secure.getInputStream(), BUFFER);
        this.out = secure.getOutputStream();
    }

    /** Tells this connection from the others that are open. */
    int localPort() {
        return socket.getLocalPort();
    }

    public Answer send(String method, String path, String contentType, byte[] body)
            throws IOException {
        request(method, path, contentType, body);
        int status = head();
        if (chunked) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                whole.writeBytes(chunk);
            }
            return new Answer(status, whole.toByteArray());
        }
        byte[] whole = new byte[Math.toIntExact(length)];
        if (in.readNBytes(whole, 0, whole.length) < whole.length) {
            throw new EOFException("the server closed the connection");
        }
        return new Answer(status, whole);
    }

    public Answer get(String path) throws IOException {
        return send("GET", path, "", new byte[0]);
    }

    /** Begins a stream whose pieces {@link #chunk} returns. */
    public void stream(String path) throws IOException {
        request("GET", path, "", new byte[0]);
        int status = head();
        if (status != 200 || !chunked) {
            throw new IOException("no stream but status " + status);
        }
    }

    /**
     * The next piece of a stream; empty at its end. The line end behind a piece may come with the
     * next one only, so it is read then.
     */
    public byte[] chunk() throws IOException {
        String size = line();
        if (size.isEmpty()) {
            size = line();
        }
        byte[] chunk = in.readNBytes(Integer.parseInt(size, 16));
        if (chunk.length == 0) {
            line();
        }
        return chunk;
    }

    private void request(String method, String path, String contentType, byte[] body)
            throws IOException {
        String head =
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
                        + (contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n")
                        + "Content-Length: "
                        + body.length
                        + "\r\n\r\n";
        ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length() + body.length);
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        out.write(whole.toByteArray());
        out.flush();
    }

    private int head() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        length = 0;
        chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.equals("transfer-encoding: chunked")) {
                chunked = true;
            }
        }
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
    }

    /** Without TLS' farewell, for which a server that only streams would keep us waiting. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
