package io.pinisi.federation.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on this machine that knows the way to one port, whatever name it is asked for, and writes
 * down how it was asked.
 */
public final class TestProxy implements AutoCloseable {
    private final ServerSocket shore;
    private final int port;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private TestProxy(ServerSocket shore, int port, Speech speech) {
        this.shore = shore;
        this.port = port;
        Thread.ofVirtual().name("proxy-" + port).start(() -> accept(speech));
    }

    /** What the proxy speaks with who comes in, until the way is clear. */
    @FunctionalInterface
    private interface Speech {
        String hear(Socket socket) throws IOException;
    }

    /** CONNECT over HTTP, or over TLS. */
    public static TestProxy http(int port, @Nullable SSLContext tls) {
        return new TestProxy(shore(tls), port, TestProxy::http);
    }

    /** SOCKS 5 that wants a name and a password. */
    public static TestProxy socks(int port) {
        return new TestProxy(shore(null), port, TestProxy::socks);
    }

    private static ServerSocket shore(@Nullable SSLContext tls) {
        try {
            InetAddress here = InetAddress.getLoopbackAddress();
            return tls == null
                    ? new ServerSocket(0, 50, here)
                    : tls.getServerSocketFactory().createServerSocket(0, 50, here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String hostPort() {
        return "127.0.0.1:" + shore.getLocalPort();
    }

    /** What it was asked, one text for each connection. */
    public List<String> asked() {
        return asked;
    }

    private void accept(Speech speech) {
        while (!shore.isClosed()) {
            try {
                Socket socket = shore.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket, speech));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, Speech speech) {
        try (socket;
                Socket member = new Socket(InetAddress.getLoopbackAddress(), port)) {
            asked.add(speech.hear(socket));
            Thread back = Thread.ofVirtual().start(() -> carry(member, socket));
            carry(socket, member);
            back.join();
        } catch (IOException e) {
            // whoever came in is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one side is gone, and so is the other
        }
    }

    private static String http(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("gone");
            }
            head.append((char) b);
        }
        boolean known = head.indexOf("X-Harbour: open") > 0;
        say(socket, known ? "HTTP/1.1 200 Fine\r\n\r\n" : "HTTP/1.1 407 Who are you\r\n\r\n");
        if (!known) {
            throw new IOException("refused");
        }
        return head.toString();
    }

    private static String socks(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readUnsignedByte();
        in.skipNBytes(in.readUnsignedByte());
        say(socket, "\u0005\u0002");
        in.readUnsignedByte();
        String pair = text(in) + ":" + text(in);
        boolean known = pair.equals("crew:s e+cret");
        say(socket, known ? "\u0001\u0000" : "\u0001\u0001");
        if (!known) {
            throw new IOException("refused");
        }
        in.skipNBytes(3);
        int type = in.readUnsignedByte();
        String host = text(in);
        int port = in.readUnsignedShort();
        say(socket, "\u0005\u0000\u0000\u0001\u0000\u0000\u0000\u0000\u0000\u0000");
        return type + " " + host + ":" + port;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private static void say(Socket socket, String words) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(words.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() {
        try {
            shore.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
