package io.pinisi.federation.membership;

import io.pinisi.cluster.apiserver.connect.Backend;
import io.pinisi.cluster.apiserver.connect.ResponseHead;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Goes to a member through a proxy: by CONNECT over HTTP or HTTPS (RFC 9110), or by SOCKS version 5
 * (RFC 1928, RFC 1929). The proxy is asked for the member by its name and resolves that itself. It
 * carries bytes; TLS is between us and the member, and the proxy is shown no credential for it.
 *
 * @param tls for a proxy that is reached over HTTPS
 */
record ProxyWay(MemberProxy proxy, @Nullable SSLContext tls) implements Backend.Way {
    private static final int SOCKS = 5;
    private static final int NO_PASSWORD = 0;
    private static final int PASSWORD = 2;
    private static final int PASSWORD_VERSION = 1;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int TEXT_MAX = 255;

    @Override
    public Socket connect(String host, int port, Duration limit) throws IOException {
        try {
            Socket socket = new Backend(proxy.host(), proxy.port(), tls, proxy.host()).connect();
            try {
                socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
                if (proxy.isSocks()) {
                    socks(socket, host, port);
                } else {
                    http(socket, host, port);
                }
                socket.setSoTimeout(0);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IOException("the proxy " + proxy.address() + ": " + e.getMessage(), e);
        }
    }

    private void http(Socket socket, String host, int port) throws IOException {
        String target = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        StringBuilder head = new StringBuilder(256);
        head.append("CONNECT ").append(target).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(target).append("\r\n");
        String user = proxy.url().getRawUserInfo();
        if (user != null) {
            byte[] pair = decoded(user).getBytes(StandardCharsets.UTF_8);
            String basic = Base64.getEncoder().encodeToString(pair);
            head.append("Proxy-Authorization: Basic ").append(basic).append("\r\n");
        }
        proxy.headers()
                .forEach(
                        (name, values) -> {
                            for (String value : values.split(",", -1)) {
                                head.append(name).append(": ").append(value.strip());
                                head.append("\r\n");
                            }
                        });
        send(socket, head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        int status = ResponseHead.read(socket.getInputStream()).status();
        if (status / 100 != 2) {
            throw new IOException("it answers with " + status);
        }
    }

    private void socks(Socket socket, String host, int port) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        String user = proxy.url().getRawUserInfo();
        send(
                socket,
                user == null
                        ? new byte[] {SOCKS, 1, NO_PASSWORD}
                        : new byte[] {SOCKS, 2, NO_PASSWORD, PASSWORD});
        requireVersion(in.readUnsignedByte(), SOCKS);
        int method = in.readUnsignedByte();
        if (method == PASSWORD && user != null) {
            password(socket, in, user);
        } else if (method != NO_PASSWORD) {
            throw new IOException(
                    user == null ? "it wants a password" : "it takes none of our ways to enter");
        }
        byte[] name = limited(host);
        byte[] request = new byte[name.length + 7];
        request[0] = SOCKS;
        request[1] = CONNECT;
        request[3] = NAME;
        request[4] = (byte) name.length;
        System.arraycopy(name, 0, request, 5, name.length);
        request[name.length + 5] = (byte) (port >> 8);
        request[name.length + 6] = (byte) port;
        send(socket, request);
        requireVersion(in.readUnsignedByte(), SOCKS);
        int reply = in.readUnsignedByte();
        if (reply != 0) {
            throw new IOException(words(reply));
        }
        in.readUnsignedByte(); // reserved
        bound(in);
    }

    private static void password(Socket socket, DataInputStream in, String user)
            throws IOException {
        int colon = user.indexOf(':');
        byte[] name = limited(decoded(colon < 0 ? user : user.substring(0, colon)));
        byte[] word = limited(decoded(colon < 0 ? "" : user.substring(colon + 1)));
        byte[] request = new byte[name.length + word.length + 3];
        request[0] = PASSWORD_VERSION;
        request[1] = (byte) name.length;
        System.arraycopy(name, 0, request, 2, name.length);
        request[name.length + 2] = (byte) word.length;
        System.arraycopy(word, 0, request, name.length + 3, word.length);
        send(socket, request);
        requireVersion(in.readUnsignedByte(), PASSWORD_VERSION);
        if (in.readUnsignedByte() != 0) {
            throw new IOException("it refuses the name and the password");
        }
    }

    /** The address that the proxy uses on the other side is of no interest, and has to be read. */
    private static void bound(DataInputStream in) throws IOException {
        int length =
                switch (in.readUnsignedByte()) {
                    case IPV4 -> 4;
                    case IPV6 -> 16;
                    case NAME -> in.readUnsignedByte();
                    default -> throw new IOException("it does not speak SOCKS 5");
                };
        if (in.readNBytes(length + 2).length < length + 2) {
            throw new EOFException("it closed the connection");
        }
    }

    private static void requireVersion(int said, int expected) throws IOException {
        if (said != expected) {
            throw new IOException("it does not speak SOCKS 5");
        }
    }

    private static byte[] limited(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > TEXT_MAX) {
            throw new IOException("a name or a password is longer than SOCKS 5 allows");
        }
        return bytes;
    }

    private static String words(int reply) {
        return switch (reply) {
            case 2 -> "it does not allow the connection";
            case 3 -> "it cannot reach the network";
            case 4 -> "it cannot reach the host";
            case 5 -> "the connection is refused";
            case 6 -> "the connection took too long";
            default -> "it answers with " + reply;
        };
    }

    /** A plus sign is itself in this part of a URL. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }
}
