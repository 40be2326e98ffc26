package io.pinisi.cluster.node.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 request on a connection that then either gets an answer or becomes a tunnel. */
final class HttpExchange {
    private static final int MAX_HEAD = 64 << 10;

    private final InputStream in;
    private final OutputStream out;
    private final String method;
    private final String path;
    private final Map<String, List<String>> query;
    private final List<String> headers;

    private HttpExchange(
            InputStream in,
            OutputStream out,
            String method,
            String path,
            Map<String, List<String>> query,
            List<String> headers) {
        this.in = in;
        this.out = out;
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
    }

    /** Null when the client has closed the connection. */
    static @Nullable HttpExchange read(InputStream in, OutputStream out) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        List<String> lines = new ArrayList<>();
        int read = 0;
        for (String line = line(buffered); line != null && !line.isEmpty(); line = line(buffered)) {
            read += line.length();
            if (read > MAX_HEAD) {
                throw new IOException("the request's head is too large");
            }
            lines.add(line);
        }
        if (lines.isEmpty()) {
            return null;
        }
        String[] request = lines.getFirst().split(" ", 3);
        if (request.length != 3) {
            throw new IOException("no HTTP request");
        }
        String[] target = request[1].split("\\?", 2);
        return new HttpExchange(
                buffered,
                out,
                request[0],
                target[0],
                target.length == 2 ? query(target[1]) : Map.of(),
                List.copyOf(lines.subList(1, lines.size())));
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (line.size() > MAX_HEAD) {
                throw new IOException("the request's head is too large");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            query.computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
                    .add(parts.length == 2 ? decode(parts[1]) : "");
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String method() {
        return method;
    }

    /** The path's parts, decoded. */
    List<String> path() {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                parts.add(decode(part.replace("+", "%2B")));
            }
        }
        return parts;
    }

    List<String> all(String parameter) {
        return query.getOrDefault(parameter, List.of());
    }

    String first(String parameter) {
        return all(parameter).stream().findFirst().orElse("");
    }

    boolean flag(String... parameters) {
        for (String parameter : parameters) {
            String value = first(parameter);
            if (value.equals("1") || value.equals("true")) {
                return true;
            }
        }
        return false;
    }

    String header(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst()
                .orElse("");
    }

    List<String> headers() {
        return headers;
    }

    InputStream input() {
        return in;
    }

    OutputStream output() {
        return out;
    }

    void answer(int status, String contentType, byte[] body) throws IOException {
        String head =
                "HTTP/1.1 %d %s\r\ncontent-type: %s\r\ncontent-length: %d\r\nconnection: close\r\n\r\n"
                        .formatted(status, status < 400 ? "OK" : "Error", contentType, body.length);
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    void answer(int status, String text) throws IOException {
        answer(status, "text/plain", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Begins an answer of unknown length; closing the stream ends it. */
    OutputStream stream(String contentType) throws IOException {
        out.write(
                ("HTTP/1.1 200 OK\r\ncontent-type: "
                                + contentType
                                + "\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return new Chunks(out);
    }

    private static final class Chunks extends OutputStream {
        private final OutputStream out;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (length == 0) {
                return;
            }
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes, from, length);
            out.write('\r');
            out.write('\n');
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }
}
