package io.pinisi.federation.membership;

import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.connect.ResponseBody;
import io.pinisi.cluster.apiserver.connect.ResponseHead;
import io.pinisi.cluster.client.StreamFrames;
import io.pinisi.cluster.client.Transport;
import io.pinisi.federation.membership.MemberTransport.Streaming;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Carries the engine's requests to a member over connections that we open ourselves, because the
 * JDK's client knows neither SOCKS, nor proxies over TLS, nor headers for them. HTTP/1.1, one
 * request at a time on each.
 */
final class WireTransport implements Transport {
    private final String cluster;
    private final Wires wires;
    private final String stem;
    private final Supplier<List<Header>> identity;
    private final Duration timeout;

    /**
     * @param stem path of the member's API before that of a request
     * @param identity headers that say who asks
     */
    WireTransport(
            String cluster,
            Wires wires,
            String stem,
            Supplier<List<Header>> identity,
            Duration timeout) {
        this.cluster = cluster;
        this.wires = wires;
        this.stem = stem;
        this.identity = identity;
        this.timeout = timeout;
    }

    @Override
    public Response send(Request request) {
        Streaming streaming = Streaming.of(request.path());
        byte[] head = head(request);
        try {
            boolean repeatable = !request.method().equals("POST");
            Wires.Wire wire = repeatable ? wires.any() : wires.fresh();
            Answer answer;
            try {
                answer = ask(wire.socket(), head, request.body());
            } catch (IOException e) {
                if (!wire.used()) {
                    throw e;
                }
                answer = ask(wires.fresh().socket(), head, request.body());
            }
            return response(request, streaming, answer);
        } catch (IOException e) {
            throw MemberTransport.unreachable(cluster, String.valueOf(e.getMessage()));
        }
    }

    private record Answer(Socket socket, ResponseHead head) {}

    private Answer ask(Socket socket, byte[] head, byte[] body) throws IOException {
        try {
            socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
            OutputStream out = socket.getOutputStream();
            out.write(head);
            out.write(body);
            out.flush();
            ResponseHead answer = ResponseHead.read(socket.getInputStream());
            while (answer.status() == 100) {
                answer = ResponseHead.read(socket.getInputStream());
            }
            return new Answer(socket, answer);
        } catch (IOException e) {
            Wires.discard(socket);
            throw e;
        }
    }

    private Response response(Request request, Streaming streaming, Answer answer)
            throws IOException {
        Socket socket = answer.socket();
        int status = answer.head().status();
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        answer.head()
                .headers()
                .forEach(
                        header ->
                                headers.computeIfAbsent(header.name(), any -> new ArrayList<>())
                                        .add(header.value()));
        ResponseBody body = ResponseBody.of(socket, answer.head(), request.method());
        if (streaming != Streaming.NONE && status < 400) {
            socket.setSoTimeout(0);
            return new Response(
                    status,
                    headers,
                    new StreamFrames(new BufferedInputStream(body), streaming == Streaming.LINES));
        }
        byte[] bytes = whole(socket, body);
        if (isKept(headers)) {
            wires.keep(socket);
        } else {
            Wires.discard(socket);
        }
        return new Response(
                status,
                headers,
                new Body.Whole(status < 400 ? bytes : MemberTransport.status(status, bytes)));
    }

    private byte[] whole(Socket socket, ResponseBody body) throws IOException {
        try {
            byte[] bytes = body.readNBytes(MemberTransport.WHOLE_MAX + 1);
            if (bytes.length > MemberTransport.WHOLE_MAX) {
                throw new IOException(
                        "an answer larger than " + MemberTransport.WHOLE_MAX + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            Wires.discard(socket);
            throw e;
        }
    }

    /** Whether the answer's end is known by anything else than the connection's. */
    private static boolean isKept(Map<String, List<String>> headers) {
        boolean framed =
                headers.containsKey("content-length") || headers.containsKey("transfer-encoding");
        return framed
                && headers.getOrDefault("connection", List.of()).stream()
                        .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
    }

    private byte[] head(Request request) {
        StringBuilder head = new StringBuilder(512);
        head.append(request.method()).append(' ').append(stem).append(request.path());
        head.append(" HTTP/1.1\r\n");
        line(head, "Host", wires.backend().name() + ":" + wires.backend().port());
        request.headers().forEach((name, value) -> line(head, name, value));
        identity.get().forEach(header -> line(head, header.name(), header.value()));
        if (request.body().length > 0) {
            if (!request.headers().containsKey("content-type")) {
                line(head, "Content-Type", "application/json");
            }
            line(head, "Content-Length", Integer.toString(request.body().length));
        } else if (request.method().equals("POST")) {
            line(head, "Content-Length", "0");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A line break in a value would begin a header of the sender's own. */
    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ");
        head.append(value.replace('\r', ' ').replace('\n', ' ')).append("\r\n");
    }
}
