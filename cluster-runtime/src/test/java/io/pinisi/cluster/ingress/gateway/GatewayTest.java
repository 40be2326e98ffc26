package io.pinisi.cluster.ingress.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pinisi.cluster.ingress.route.Pool;
import io.pinisi.cluster.ingress.route.Route;
import io.pinisi.cluster.ingress.route.RoutingTable;
import io.pinisi.cluster.ingress.route.Target;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pki;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway on loopback before targets whose addresses are mapped to servers on loopback. */
@Timeout(120)
final class GatewayTest {
    private static final GatewayLimits LIMITS =
            new GatewayLimits(
                    100,
                    50,
                    8192,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    3,
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(1));

    @TempDir Path folder;
    private Pki pki;
    private Gateway gateway;
    private final Map<String, InetSocketAddress> places = new HashMap<>();
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<Map<String, List<String>>> heard = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        pki = Pki.open(folder, "test", InstantSource.system());
        gateway =
                Gateway.start(
                        new Gateway.Listen("127.0.0.1", 0, 0, identity("own.example")),
                        LIMITS,
                        target ->
                                places.getOrDefault(
                                        target.address(),
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)),
                        InstantSource.system());
    }

    @AfterEach
    void stop() {
        client.close();
        gateway.close();
        servers.forEach(server -> server.stop(0));
    }

    private Identity identity(String host) throws IOException {
        Credential credential = pki.serverCredential(Set.of(host));
        return new Identity(List.of(credential.certificate()), credential.key());
    }

    private Target target(String address) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(address, exchange));
        server.start();
        servers.add(server);
        places.put(address, server.getAddress());
        return Target.of(address, address, 80);
    }

    private void answer(String name, HttpExchange exchange) throws IOException {
        heard.add(new HashMap<>(exchange.getRequestHeaders()));
        byte[] body = exchange.getRequestBody().readAllBytes();
        String text =
                name
                        + " "
                        + exchange.getRequestMethod()
                        + " "
                        + exchange.getRequestURI()
                        + " "
                        + body.length;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("X-Target", name);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void route(Target... targets) {
        gateway.route(
                new RoutingTable.Builder()
                        .add("", Route.prefix("/app", Pool.of("ns/app:80", List.of(targets))))
                        .build(),
                Map.of());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.httpPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aRequestArrivesWithItsPathBodyAndWhoseItIs() throws Exception {
        route(target("10.0.0.1"));
        HttpResponse<String> answer =
                send(
                        request("/app/a%20b?q=1")
                                .header("X-Forwarded-For", "6.6.6.6")
                                .header("Forwarded", "for=6.6.6.6")
                                .header("Cookie", "a=b")
                                .header("Authorization", "Bearer x")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[300_000])));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("10.0.0.1 POST /app/a%20b?q=1 300000", answer.body());
        assertEquals("10.0.0.1", answer.headers().firstValue("X-Target").orElseThrow());
        Map<String, List<String>> headers = heard.getFirst();
        String host = "127.0.0.1:" + gateway.httpPort();
        assertEquals(List.of(host), headers.get("Host"));
        assertEquals(List.of("127.0.0.1"), headers.get("X-forwarded-for"));
        assertEquals(List.of("http"), headers.get("X-forwarded-proto"));
        assertEquals(List.of(host), headers.get("X-forwarded-host"));
        assertEquals(List.of("a=b"), headers.get("Cookie"));
        assertEquals(List.of("Bearer x"), headers.get("Authorization"));
        assertNull(headers.get("Forwarded"));
    }

    @Test
    void whatCannotBeServedIsSaidPlainly() throws Exception {
        assertEquals(503, send(request("/app")).statusCode());
        route();
        HttpResponse<String> none = send(request("/app"));
        assertEquals(503, none.statusCode());
        assertEquals("503 Service Unavailable: ns/app:80: no endpoint is ready\n", none.body());
        HttpResponse<String> unknown = send(request("/other"));
        assertEquals(404, unknown.statusCode());
        assertTrue(unknown.body().contains("no rule"), unknown.body());
        route(Target.of("", "10.9.9.9", 80));
        assertEquals(502, send(request("/app")).statusCode());
    }

    @Test
    void aTargetThatIsGoneCostsNoRequest() throws Exception {
        route(target("10.0.0.1"), Target.of("", "10.9.9.9", 80));
        for (int i = 0; i < 10; i++) {
            assertEquals(200, send(request("/app")).statusCode());
        }
    }

    @Test
    void theTableIsReplacedUnderRunningRequests() throws Exception {
        route(target("10.0.0.1"));
        assertTrue(send(request("/app")).body().startsWith("10.0.0.1 "));
        route(target("10.0.0.2"));
        assertTrue(send(request("/app")).body().startsWith("10.0.0.2 "));
    }

    @Test
    void theCertificateIsThatOfTheNameAskedFor() throws Exception {
        route(target("10.0.0.1"));
        RoutingTable table =
                new RoutingTable.Builder()
                        .add("", Route.prefix("/", Pool.of("p", List.of())))
                        .build();
        gateway.route(
                table,
                Map.of("shop.example", identity("shop.example"), "*.x.org", identity("star")));
        assertTrue(shown("shop.example").contains("shop.example"));
        assertTrue(shown("any.x.org").contains("star"));
        assertTrue(shown("unknown.example").contains("own.example"));
    }

    private String shown(String name) throws Exception {
        try (SSLSocket socket =
                (SSLSocket)
                        pki.serverCredential(Set.of("client"))
                                .tls()
                                .getSocketFactory()
                                .createSocket("127.0.0.1", gateway.httpsPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            X509Certificate certificate =
                    (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return String.valueOf(certificate.getSubjectAlternativeNames());
        }
    }

    @Test
    void anUpgradedConnectionCarriesBytesBothWays() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            places.put("10.0.0.1", (InetSocketAddress) listener.getLocalSocketAddress());
            route(Target.of("", "10.0.0.1", 80));
            Thread.ofVirtual().start(() -> upgradeAndEcho(listener));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.httpPort())) {
                socket.getOutputStream()
                        .write(
                                head(
                                                "GET /app/ws HTTP/1.1",
                                                "Host: h",
                                                "Connection: Upgrade",
                                                "Upgrade: websocket",
                                                "Cookie: a=b")
                                        .getBytes(StandardCharsets.US_ASCII));
                String head = head(socket.getInputStream());
                assertTrue(head.startsWith("HTTP/1.1 101 "), head);
                assertTrue(head.contains("X-Accepted: GET /app/ws HTTP/1.1"), head);
                socket.getOutputStream().write("there and back".getBytes(StandardCharsets.UTF_8));
                assertEquals(
                        "there and back",
                        new String(socket.getInputStream().readNBytes(14), StandardCharsets.UTF_8));
            }
        }
    }

    private static void upgradeAndEcho(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            String head = head(socket.getInputStream());
            String first = head.lines().findFirst().orElse("");
            socket.getOutputStream()
                    .write(
                            head(
                                            "HTTP/1.1 101 Switching Protocols",
                                            "Connection: Upgrade",
                                            "Upgrade: websocket",
                                            "X-Accepted: " + first)
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) b);
        }
        return head.toString();
    }
}
