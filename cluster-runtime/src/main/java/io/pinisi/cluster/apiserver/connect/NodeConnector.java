package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Body;
import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.connect.AgentAddresses.AgentAddress;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Talks to agents over TLS, as the API server. */
public final class NodeConnector implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final int ERROR_BYTES = 64 * 1024;

    /** What concerns only the way from the client to us, or who the client is. */
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "authorization", "cookie", "content-length", "transfer-encoding");

    private final SSLContext tls;
    private final HttpClient http;

    /**
     * @param tls presents the API server's client certificate and trusts the cluster's authority
     */
    public NodeConnector(SSLContext tls) {
        this.tls = tls;
        this.http =
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_LIMIT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /** What agents are called with. */
    SSLContext tls() {
        return tls;
    }

    /** Fetches a stream; what the agent refuses is refused with its words. */
    ApiResponse stream(AgentAddress agent, String pathAndQuery) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("https://" + agent + pathAndQuery)).build();
        try {
            HttpResponse<InputStream> response =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                try (InputStream body = response.body()) {
                    throw refusal(response.statusCode(), body.readNBytes(ERROR_BYTES));
                }
            }
            String type = response.headers().firstValue("content-type").orElse("text/plain");
            return new ApiResponse(
                    200,
                    List.of(new Header("Content-Type", type)),
                    new Body.Streamed(new ChunkFrames(response.body())));
        } catch (IOException e) {
            throw unreachable(agent, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(agent, e);
        }
    }

    /**
     * Fetches a document as a whole.
     *
     * @param limit how long the answer may take, its body included
     * @param bytes how large it may be
     */
    byte[] fetch(AgentAddress agent, String path, Duration limit, int bytes) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + agent + path)).build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), bytes));
        try {
            HttpResponse<byte[]> response = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw refusal(response.statusCode(), response.body());
            }
            return response.body();
        } catch (ExecutionException | TimeoutException e) {
            throw unreachable(agent, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(agent, e);
        } finally {
            answer.cancel(true);
        }
    }

    private static ApiException refusal(int status, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        for (Reason reason : Reason.values()) {
            if (reason.code() == status) {
                return new ApiException(reason, text);
            }
        }
        return new ApiException(Reason.INTERNAL_ERROR, text);
    }

    private static ApiException unreachable(AgentAddress agent, Exception cause) {
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new ApiException(
                Reason.INTERNAL_ERROR, "error dialing backend: " + agent + ": " + why);
    }

    /** Repeats an upgrade request to the agent; after its 101 the two connections are joined. */
    ApiResponse upgrade(AgentAddress agent, ApiRequest request, String pathAndQuery) {
        SSLSocket socket = connect(agent);
        try {
            OutputStream out = socket.getOutputStream();
            out.write(head(agent, request, pathAndQuery).getBytes(StandardCharsets.UTF_8));
            out.flush();
            return answer(socket);
        } catch (IOException e) {
            close(socket);
            throw unreachable(agent, e);
        }
    }

    private SSLSocket connect(AgentAddress agent) {
        try {
            Socket plain = new Socket();
            plain.setTcpNoDelay(true);
            plain.connect(
                    new InetSocketAddress(agent.host(), agent.port()),
                    Math.toIntExact(CONNECT_LIMIT.toMillis()));
            SSLSocket socket =
                    (SSLSocket)
                            tls.getSocketFactory()
                                    .createSocket(plain, agent.host(), agent.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            throw unreachable(agent, e);
        }
    }

    private static String head(AgentAddress agent, ApiRequest request, String pathAndQuery) {
        StringBuilder head = new StringBuilder(512);
        head.append(request.method()).append(' ').append(pathAndQuery).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(agent).append("\r\n");
        request.headers()
                .forEach(
                        (name, values) -> {
                            if (!OWN_HEADERS.contains(name) && !name.startsWith("impersonate-")) {
                                values.forEach(v -> line(head, name, v));
                            }
                        });
        return head.append("\r\n").toString();
    }

    private static void line(StringBuilder head, String name, String value) {
        String passed = SocketToken.removed(name, value);
        head.append(name).append(": ").append(passed).append("\r\n");
    }

    private static ApiResponse answer(SSLSocket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ResponseHead head = ResponseHead.read(in);
        List<Header> headers = new ArrayList<>();
        for (Header header : head.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!name.equals("content-length") && !name.equals("transfer-encoding")) {
                headers.add(header);
            }
        }
        if (head.status() == 101) {
            return new ApiResponse(101, headers, new Body.Tunnelled(new SocketTunnel(socket)));
        }
        try (socket) {
            byte[] body = in.readNBytes(head.bodyLength(ERROR_BYTES));
            throw refusal(head.status(), body);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing more is wanted of it
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
