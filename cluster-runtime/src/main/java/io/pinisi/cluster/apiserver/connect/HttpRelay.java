package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Body;
import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.negotiation.BodyDecoder;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes a request on to another server and its answer back, each over a connection of its own.
 * What says who the client is, or concerns only its connection to us, stays here.
 */
public final class HttpRelay {
    /** How long a server may take to begin its answer. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private static final Set<String> OWN_HEADERS =
            Set.of(
                    "authorization",
                    "connection",
                    "content-length",
                    "cookie",
                    "expect",
                    "host",
                    "keep-alive",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");
    private static final Set<String> FRAMING =
            Set.of("connection", "content-length", "keep-alive", "transfer-encoding");

    private HttpRelay() {}

    /**
     * @param added headers about the client, in whose place it can send none
     * @throws ApiException ServiceUnavailable where the server cannot be reached
     */
    public static ApiResponse relay(
            Backend backend, ApiRequest request, String pathAndQuery, List<Header> added) {
        byte[] body = request.body().read(BodyDecoder.LIMIT_BYTES);
        Socket socket = null;
        try {
            socket = backend.connect();
            socket.setSoTimeout(Math.toIntExact(ANSWER_LIMIT.toMillis()));
            OutputStream out = socket.getOutputStream();
            out.write(head(backend, request, pathAndQuery, added, body.length));
            out.write(body);
            out.flush();
            ResponseHead head = ResponseHead.read(socket.getInputStream());
            while (head.status() == 100) {
                head = ResponseHead.read(socket.getInputStream());
            }
            socket.setSoTimeout(0);
            return answer(socket, head, request.method());
        } catch (IOException e) {
            close(socket);
            throw new ApiException(
                    Reason.SERVICE_UNAVAILABLE,
                    "error trying to reach service: " + backend + ": " + e.getMessage());
        }
    }

    /**
     * The answer with its body read, for callers that take no stream.
     *
     * @throws ApiException ServiceUnavailable where it is larger than the limit
     */
    public static ApiResponse whole(ApiResponse answer, int limit) {
        if (!(answer.body() instanceof Body.Streamed(Transport.Body.Frames frames))) {
            return answer;
        }
        List<byte[]> parts = new ArrayList<>();
        long length = 0;
        try (frames) {
            for (byte[] part = frames.next(); part != null; part = frames.next()) {
                length += part.length;
                if (length > limit) {
                    throw new ApiException(
                            Reason.SERVICE_UNAVAILABLE, "the server's answer is too large");
                }
                parts.add(part);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "interrupted");
        }
        return new ApiResponse(answer.status(), answer.headers(), new Body.Parts(parts));
    }

    private static byte[] head(
            Backend backend,
            ApiRequest request,
            String pathAndQuery,
            List<Header> added,
            int length) {
        StringBuilder head = new StringBuilder(512);
        head.append(request.method()).append(' ').append(pathAndQuery).append(" HTTP/1.1\r\n");
        line(head, "Host", backend.name() + ":" + backend.port());
        request.headers()
                .forEach(
                        (name, values) -> {
                            if (isPassedOn(name)) {
                                values.forEach(
                                        value ->
                                                line(head, name, SocketToken.removed(name, value)));
                            }
                        });
        added.forEach(header -> line(head, header.name(), header.value()));
        String protocol = request.header("upgrade");
        if (protocol.isEmpty()) {
            line(head, "Connection", "close");
        } else {
            line(head, "Connection", "Upgrade");
            line(head, "Upgrade", protocol);
        }
        if (length > 0 || !request.header("content-length").isEmpty()) {
            line(head, "Content-Length", Integer.toString(length));
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isPassedOn(String name) {
        return !OWN_HEADERS.contains(name)
                && !name.startsWith("impersonate-")
                && !name.startsWith("x-remote-");
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(clean(value)).append("\r\n");
    }

    /** A line break in a value would begin a header of the sender's own. */
    private static String clean(String value) {
        return value.replace('\r', ' ').replace('\n', ' ');
    }

    private static ApiResponse answer(Socket socket, ResponseHead head, String method)
            throws IOException {
        List<Header> headers = new ArrayList<>();
        for (Header header : head.headers()) {
            if (!FRAMING.contains(header.name().toLowerCase(Locale.ROOT)) || head.status() == 101) {
                headers.add(header);
            }
        }
        Body body =
                head.status() == 101
                        ? new Body.Tunnelled(new SocketTunnel(socket))
                        : new Body.Streamed(new ChunkFrames(ResponseBody.of(socket, head, method)));
        return new ApiResponse(head.status(), headers, body);
    }

    private static void close(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // nothing more is wanted of it
        }
    }
}
