package io.pinisi.cluster.node.server;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.node.runtime.ContainerUsage;
import io.pinisi.cluster.node.runtime.ObservedContainer;
import io.pinisi.cluster.node.runtime.ObservedSandbox;
import io.pinisi.cluster.node.runtime.PodIdentity;
import io.pinisi.cluster.node.runtime.PodObservation;
import io.pinisi.cluster.node.runtime.RuntimeFailure;
import io.pinisi.cluster.node.runtime.StreamRequest;
import io.pinisi.cluster.pki.Credential;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers the API server on behalf of one node. */
public final class NodeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeServer.class);
    private static final int MAX_CONNECTIONS = 1024;
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final String MASTERS = "O=system:masters";

    private final NodeContents node;
    private final InstantSource clock;
    private final SSLServerSocket listener;
    private final Semaphore places = new Semaphore(MAX_CONNECTIONS);

    private NodeServer(NodeContents node, InstantSource clock, SSLServerSocket listener) {
        this.node = node;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Listens on a free port of {@code address}.
     *
     * @param credential the node's own, of the authority whose clients may ask
     */
    public static NodeServer start(
            NodeContents node, Credential credential, InetAddress address, InstantSource clock) {
        try {
            SSLServerSocket listener =
                    (SSLServerSocket)
                            credential
                                    .tls()
                                    .getServerSocketFactory()
                                    .createServerSocket(0, 128, address);
            listener.setNeedClientAuth(true);
            NodeServer server = new NodeServer(node, clock, listener);
            Thread.ofVirtual().name("node server").start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                if (places.tryAcquire()) {
                    Thread.ofVirtual().name("node request").start(() -> serve((SSLSocket) socket));
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("node server cannot accept: {}", e.getMessage());
                }
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(HANDSHAKE.toMillis()));
            socket.startHandshake();
            HttpExchange exchange =
                    HttpExchange.read(socket.getInputStream(), socket.getOutputStream());
            socket.setSoTimeout(0);
            if (exchange == null) {
                return;
            }
            if (!authorized(socket)) {
                exchange.answer(403, "Forbidden");
                return;
            }
            route(exchange, socket);
        } catch (SocketException e) {
            LOG.debug("node request ended: {}", e.getMessage());
        } catch (IOException e) {
            LOG.debug("node request failed: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("node request failed", e);
        } finally {
            places.release();
        }
    }

    /** The cluster's CA also signs nodes and people; only the API server may ask here. */
    private static boolean authorized(SSLSocket socket) {
        try {
            String subject = socket.getSession().getPeerPrincipal().getName();
            for (String part : subject.split(",")) {
                if (part.strip().equals(MASTERS)) {
                    return true;
                }
            }
            return false;
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    private void route(HttpExchange exchange, SSLSocket socket)
            throws IOException, InterruptedException {
        List<String> path = exchange.path();
        String verb = path.isEmpty() ? "" : path.getFirst();
        try {
            switch (verb) {
                case "healthz" -> exchange.answer(200, "ok");
                case "stats" -> stats(exchange);
                case "containerLogs" -> logs(exchange, path);
                case "exec", "attach" -> stream(exchange, socket, path);
                case "portForward" -> portForward(exchange, socket, path);
                default -> exchange.answer(404, "404 page not found");
            }
        } catch (Refusal e) {
            exchange.answer(e.status, String.valueOf(e.getMessage()));
        } catch (RuntimeFailure e) {
            exchange.answer(500, String.valueOf(e.getMessage()));
        } catch (NumberFormatException | DateTimeParseException e) {
            exchange.answer(400, String.valueOf(e.getMessage()));
        }
    }

    private void logs(HttpExchange exchange, List<String> path)
            throws IOException, InterruptedException {
        require(path.size() == 4, 404, "404 page not found");
        PodIdentity pod = pod(path);
        String name = path.get(3);
        LogRequest request = LogRequest.of(exchange, clock.instant());
        List<ObservedContainer> all = observe(pod).all(name);
        boolean previous = exchange.flag("previous");
        require(
                all.size() > (previous ? 1 : 0),
                400,
                previous
                        ? "previous terminated container \"%s\" in pod \"%s\" not found"
                                .formatted(name, pod.name())
                        : "container \"%s\" in pod \"%s\" is waiting to start: ContainerCreating"
                                .formatted(name, pod.name()));
        ObservedContainer wanted = all.get(previous ? 1 : 0);
        try (OutputStream out = exchange.stream("text/plain")) {
            new LogReader(
                            node.log(pod, name, wanted.attempt()),
                            request,
                            () -> isRunning(pod, wanted.id()),
                            out)
                    .copy();
        }
    }

    private boolean isRunning(PodIdentity pod, String id) {
        return observe(pod).containers().stream()
                .anyMatch(seen -> seen.id().equals(id) && !seen.ended());
    }

    private void stream(HttpExchange exchange, SSLSocket socket, List<String> path)
            throws IOException {
        require(path.size() >= 4, 404, "404 page not found");
        PodIdentity pod = pod(path);
        String name = path.getLast();
        ObservedContainer container =
                observe(pod).all(name).stream()
                        .filter(ObservedContainer::running)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                404,
                                                "container not found (\"%s\")".formatted(name)));
        StreamRequest.Streams streams =
                new StreamRequest.Streams(
                        exchange.flag("input", "stdin"),
                        exchange.flag("output", "stdout"),
                        exchange.flag("error", "stderr") && !exchange.flag("tty"),
                        exchange.flag("tty"));
        boolean exec = path.getFirst().equals("exec");
        tunnel(
                exchange,
                socket,
                exec
                        ? new StreamRequest.Exec(container.id(), exchange.all("command"), streams)
                        : new StreamRequest.Attach(container.id(), streams));
    }

    private void portForward(HttpExchange exchange, SSLSocket socket, List<String> path)
            throws IOException {
        require(path.size() >= 3, 404, "404 page not found");
        PodIdentity pod = pod(path);
        ObservedSandbox sandbox =
                observe(pod)
                        .newestSandbox()
                        .filter(ObservedSandbox::ready)
                        .orElseThrow(() -> new Refusal(404, "the pod is not running"));
        List<Integer> ports = new ArrayList<>();
        exchange.all("port").forEach(port -> ports.add(Integer.parseInt(port)));
        exchange.all("ports").forEach(port -> ports.add(Integer.parseInt(port)));
        tunnel(exchange, socket, new StreamRequest.PortForward(sandbox.id(), ports));
    }

    /** Repeats the request to the runtime's stream server and joins the two connections. */
    private void tunnel(HttpExchange exchange, SSLSocket client, StreamRequest request)
            throws IOException {
        URI target = node.runtime().access().stream(request);
        try (Socket server = new Socket()) {
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(target.getHost(), target.getPort()), 5000);
            StringBuilder head = new StringBuilder();
            head.append(exchange.method()).append(' ').append(target.getRawPath());
            if (target.getRawQuery() != null) {
                head.append('?').append(target.getRawQuery());
            }
            head.append(" HTTP/1.1\r\nHost: ").append(target.getAuthority()).append("\r\n");
            for (String header : exchange.headers()) {
                if (!header.toLowerCase(Locale.ROOT).startsWith("host:")) {
                    head.append(header).append("\r\n");
                }
            }
            head.append("\r\n");
            OutputStream toServer = server.getOutputStream();
            toServer.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            toServer.flush();
            new Relay(exchange.input(), exchange.output(), client, server).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stats(HttpExchange exchange) throws IOException {
        ObjectNode summary = Json.object();
        var pods = summary.putArray("pods");
        for (ContainerUsage usage : node.runtime().access().usage()) {
            ObjectNode pod = pods.addObject();
            pod.putObject("podRef")
                    .put("name", usage.pod())
                    .put("namespace", usage.namespace())
                    .put("uid", usage.podUid());
            ObjectNode container = pod.putArray("containers").addObject();
            container.put("name", usage.container());
            container
                    .putObject("cpu")
                    .put("time", usage.at().toString())
                    .put("usageCoreNanoSeconds", usage.cpuNanos());
            container
                    .putObject("memory")
                    .put("time", usage.at().toString())
                    .put("workingSetBytes", usage.workingSetBytes());
        }
        exchange.answer(200, "application/json", Json.bytes(summary));
    }

    private PodIdentity pod(List<String> path) {
        Optional<PodIdentity> pod = node.pod(path.get(1), path.get(2));
        return pod.orElseThrow(() -> new Refusal(404, "pod does not exist"));
    }

    private PodObservation observe(PodIdentity pod) {
        return node.runtime().observe(pod.uid());
    }

    private static void require(boolean met, int status, String message) {
        if (!met) {
            throw new Refusal(status, message);
        }
    }

    /** Becomes an answer. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refusal(int status, @Nullable String message) {
            super(message, null, false, false);
            this.status = status;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.debug("close: {}", e.getMessage());
        }
    }
}
