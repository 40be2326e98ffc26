package io.pinisi.cluster.node.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.network.address.Cidr;
import io.pinisi.cluster.node.runtime.SimulatedRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Against real sockets of this machine. */
class HandlerCallTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ProbeTarget LOOPBACK = new ProbeTarget("container", "127.0.0.1");

    private final HandlerCall calls =
            new HandlerCall(
                    new SimulatedRuntime(
                            Cidr.parse("10.99.0.0/24"), Duration.ZERO, InstantSource.system()));

    @AfterEach
    void close() {
        calls.close();
    }

    /** A port that is held and not listened on refuses, and nobody else can take it. */
    @Test
    void aRefusedConnectionIsNamed() throws IOException {
        try (Socket holder = new Socket()) {
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = holder.getLocalPort();
            String refused = "connect: connection refused";
            assertEquals(
                    "Get \"http://127.0.0.1:" + port + "/healthz\": " + refused,
                    call(get(port, "/healthz")).output());
            ObjectNode tcp = Json.object();
            tcp.putObject("tcpSocket").put("port", port);
            assertEquals("dial tcp 127.0.0.1:" + port + ": " + refused, call(tcp).output());
        }
    }

    @Test
    void anErrorStatusIsNamed() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    boolean fine = exchange.getRequestURI().getPath().equals("/fine");
                    exchange.sendResponseHeaders(fine ? 204 : 503, -1);
                    exchange.close();
                });
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertEquals(new ProbeAnswer(true, ""), call(get(port, "fine")));
            assertEquals(
                    new ProbeAnswer(false, "HTTP probe failed with statuscode: 503"),
                    call(get(port, "/")));
        } finally {
            server.stop(0);
        }
    }

    private ProbeAnswer call(ObjectNode handler) {
        return calls.call(handler, Json.object(), LOOPBACK, LIMIT);
    }

    private static ObjectNode get(int port, String path) {
        ObjectNode handler = Json.object();
        handler.putObject("httpGet").put("port", port).put("path", path);
        return handler;
    }
}
