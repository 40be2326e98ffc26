package io.pinisi.cluster.node.probe;

import io.pinisi.cluster.node.runtime.ContainerAccess;
import io.pinisi.cluster.node.runtime.ExecResult;
import io.pinisi.cluster.node.runtime.RuntimeFailure;
import io.pinisi.cluster.pki.Credential;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Performs one handler of a probe or a life cycle hook: a command, a request, a connection or a
 * health check. Thread-safe.
 */
public final class HandlerCall implements AutoCloseable {
    private static final int SHOWN = 1024;
    private static final Set<String> UNSETTABLE = Set.of("host", "connection", "content-length");

    private final ContainerAccess access;
    private final HttpClient http;
    private final Object lock = new Object();
    private @Nullable GrpcHealth health;

    public HandlerCall(ContainerAccess access) {
        this.access = access;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .sslContext(Credential.tlsTrustingAnyone())
                        .build();
    }

    /** Empty handlers succeed. */
    ProbeAnswer call(
            JsonNode handler, JsonNode containerPorts, ProbeTarget target, Duration limit) {
        try {
            if (handler.has("exec")) {
                return exec(handler.path("exec"), target, limit);
            }
            if (handler.has("httpGet")) {
                return get(handler.path("httpGet"), containerPorts, target, limit);
            }
            if (handler.has("tcpSocket")) {
                return connect(handler.path("tcpSocket"), containerPorts, target, limit);
            }
            return handler.has("grpc")
                    ? check(handler.path("grpc"), target, limit)
                    : new ProbeAnswer(true, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ProbeAnswer(false, "interrupted");
        }
    }

    /** Performs a hook; returns what went wrong, or empty. */
    public String hook(JsonNode handler, JsonNode ports, ProbeTarget target, Duration limit) {
        if (handler.has("sleep")) {
            try {
                Thread.sleep(Duration.ofSeconds(handler.path("sleep").path("seconds").asLong()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "";
        }
        ProbeAnswer answer = call(handler, ports, target, limit);
        return answer.success() ? "" : answer.output();
    }

    private ProbeAnswer exec(JsonNode handler, ProbeTarget target, Duration limit) {
        List<String> command = new ArrayList<>();
        handler.path("command").forEach(word -> command.add(word.asString()));
        try {
            ExecResult result = access.exec(target.containerId(), command, limit);
            return new ProbeAnswer(result.exitCode() == 0, result.output());
        } catch (RuntimeFailure e) {
            return e.kind() == RuntimeFailure.Kind.TIMEOUT
                    ? new ProbeAnswer(false, "command timed out after " + limit.toSeconds() + "s")
                    : new ProbeAnswer(false, String.valueOf(e.getMessage()));
        }
    }

    private ProbeAnswer get(JsonNode handler, JsonNode ports, ProbeTarget target, Duration limit)
            throws InterruptedException {
        String host = handler.path("host").asString(target.address());
        String scheme = handler.path("scheme").asString("HTTP").toLowerCase(Locale.ROOT);
        String path = handler.path("path").asString("/");
        URI uri =
                URI.create(
                        scheme
                                + "://"
                                + host
                                + ":"
                                + port(handler.path("port"), ports)
                                + (path.startsWith("/") ? path : "/" + path));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(limit).header("user-agent", "kube-probe/1.32");
        for (JsonNode header : handler.path("httpHeaders")) {
            String name = header.path("name").asString("");
            if (!UNSETTABLE.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, header.path("value").asString(""));
            }
        }
        try {
            HttpResponse<InputStream> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                int code = response.statusCode();
                if (code >= HttpURLConnection.HTTP_OK
                        && code < HttpURLConnection.HTTP_BAD_REQUEST) {
                    return new ProbeAnswer(
                            true, new String(body.readNBytes(SHOWN), StandardCharsets.UTF_8));
                }
                return new ProbeAnswer(false, "HTTP probe failed with statuscode: " + code);
            }
        } catch (IOException e) {
            return new ProbeAnswer(false, "Get \"" + uri + "\": " + why(e));
        }
    }

    private static ProbeAnswer connect(
            JsonNode handler, JsonNode ports, ProbeTarget target, Duration limit) {
        String host = handler.path("host").asString(target.address());
        int port = port(handler.path("port"), ports);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(limit.toMillis()));
            return new ProbeAnswer(true, "");
        } catch (IOException e) {
            return new ProbeAnswer(false, "dial tcp " + host + ":" + port + ": " + why(e));
        }
    }

    private ProbeAnswer check(JsonNode handler, ProbeTarget target, Duration limit) {
        int port = handler.path("port").asInt(0);
        String service = handler.path("service").asString("");
        return health().check(target.address(), port, service, limit);
    }

    /** Made for the first probe that needs it: it keeps a thread. */
    private GrpcHealth health() {
        synchronized (lock) {
            GrpcHealth made = health;
            if (made == null) {
                made = new GrpcHealth();
                health = made;
            }
            return made;
        }
    }

    /** The JDK's HTTP client gives some failures no message at all. */
    private static String why(IOException e) {
        return switch (e) {
            case HttpConnectTimeoutException _, SocketTimeoutException _ -> "i/o timeout";
            case HttpTimeoutException _ -> "context deadline exceeded while awaiting headers";
            case NoRouteToHostException _ -> "connect: no route to host";
            case ConnectException _ -> "connect: connection refused";
            default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        };
    }

    /** A number, or the name of one of the container's ports. */
    private static int port(JsonNode port, JsonNode containerPorts) {
        if (port.isNumber()) {
            return port.asInt();
        }
        String name = port.asString("");
        for (JsonNode candidate : containerPorts) {
            if (candidate.path("name").asString("").equals(name)) {
                return candidate.path("containerPort").asInt();
            }
        }
        return name.chars().allMatch(Character::isDigit) && !name.isEmpty()
                ? Integer.parseInt(name)
                : 0;
    }

    @Override
    public void close() {
        http.shutdownNow();
        synchronized (lock) {
            if (health != null) {
                health.close();
                health = null;
            }
        }
    }
}
