package io.pinisi.cluster.apiserver.connect.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Body;
import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.connect.socket.Channel.Terminal;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TranslationsTest {
    private static final String EXIT_7 =
            "{\"metadata\":{},\"status\":\"Failure\",\"reason\":\"NonZeroExitCode\"}";
    private static final Set<Channel> ALL =
            EnumSet.of(Channel.ERROR, Channel.STDIN, Channel.STDOUT, Channel.STDERR);

    private static ApiRequest request(String protocols) {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("connection", List.of("Upgrade"));
        headers.put("upgrade", List.of("websocket"));
        headers.put("sec-websocket-version", List.of("13"));
        headers.put("sec-websocket-key", List.of("dGhlIHNhbXBsZSBub25jZQ=="));
        headers.put("sec-websocket-protocol", List.of(protocols));
        return new ApiRequest(
                "GET", "/x", Query.parse(""), headers, _ -> new byte[0], "test", "api", List.of());
    }

    private static ApiResponse connected(ByteTunnel node) {
        return new ApiResponse(
                101,
                List.of(new Header("X-Stream-Protocol-Version", "portforward.k8s.io")),
                new Body.Tunnelled(node));
    }

    private static SocketClient client(ApiResponse answer) {
        assertEquals(101, answer.status());
        return new SocketClient(((Body.Tunnelled) answer.body()).tunnel());
    }

    private static SocketClient exec(ByteTunnel node, Set<Channel> channels) {
        return client(
                Translations.channels(
                        request("v5.channel.k8s.io,v4.channel.k8s.io"),
                        channels,
                        _ -> connected(node)));
    }

    @Test
    void theHandshakeIsThatOfTheStandard() {
        ApiResponse answer =
                Translations.channels(
                        request("v5.channel.k8s.io"),
                        ALL,
                        _ -> connected(new FakeStreamServer("")));
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer.header("Sec-WebSocket-Accept"));
        assertEquals("v5.channel.k8s.io", answer.header("Sec-WebSocket-Protocol"));
    }

    @Test
    void onlyWhatNodesDoNotKnowIsTranslated() {
        assertTrue(Translations.hasChannels(request("v4.channel.k8s.io, v5.channel.k8s.io")));
        assertFalse(Translations.hasChannels(request("v4.channel.k8s.io")));
        assertFalse(Translations.hasChannels(request("SPDY/3.1+portforward.k8s.io")));
        assertTrue(Translations.hasTunnel(request("SPDY/3.1+portforward.k8s.io")));
        assertFalse(Translations.hasTunnel(request("v5.channel.k8s.io")));
        ApiRequest spdy =
                new ApiRequest(
                        "POST",
                        "/x",
                        Query.parse(""),
                        Map.of("connection", List.of("Upgrade"), "upgrade", List.of("SPDY/3.1")),
                        _ -> new byte[0],
                        "test",
                        "api",
                        List.of());
        assertFalse(Translations.hasChannels(spdy));
    }

    @Test
    void whatIsNoHandshakeIsABadRequest() {
        ApiRequest request = request("v5.channel.k8s.io").withoutHeader("sec-websocket-key");
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                Translations.channels(
                                        request, ALL, _ -> connected(new FakeStreamServer(""))));
        assertEquals(Reason.BAD_REQUEST, refusal.reason());
    }

    @Test
    void inputComesBackAndTheStatusIsTheNodes() throws IOException {
        SocketClient client = exec(new FakeStreamServer(EXIT_7), ALL);
        byte[] large = new byte[700_000];
        new Random(7).nextBytes(large);
        Thread.ofVirtual().start(() -> sendAndClose(client, large));
        SocketClient.Heard heard = client.hearToTheEnd();
        assertArrayEquals(large, heard.channels().get(1));
        assertEquals(EXIT_7, new String(heard.channels().get(3), UTF_8));
        assertEquals(1000, heard.closeStatus());
    }

    private static void sendAndClose(SocketClient client, byte[] data) {
        try {
            client.send(0, data);
            client.send((byte) 255, (byte) 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNodeThatTellsNothingMeansSuccess() throws IOException {
        SocketClient client = exec(new FakeStreamServer(""), ALL);
        client.send((byte) 255, (byte) 0);
        assertEquals(
                "{\"metadata\":{},\"status\":\"Success\"}",
                new String(client.hearToTheEnd().channels().get(3), UTF_8));
    }

    @Test
    void aNodeThatIsLostIsNoSuccess() throws IOException {
        FakeStreamServer node = new FakeStreamServer("");
        SocketClient client = exec(node, ALL);
        node.close();
        String status = new String(client.hearToTheEnd().channels().get(3), UTF_8);
        assertTrue(status.contains("\"code\":500") && status.contains("lost"), status);
    }

    @Test
    void whatTheNodeRefusesIsToldOnTheErrorChannel() throws IOException {
        SocketClient client =
                client(
                        Translations.channels(
                                request("v5.channel.k8s.io"),
                                ALL,
                                _ -> {
                                    throw new ApiException(
                                            Reason.NOT_FOUND, "container not found (\"x\")");
                                }));
        String status = new String(client.hearToTheEnd().channels().get(3), UTF_8);
        assertTrue(
                status.contains(
                        "Internal error occurred: unable to upgrade connection: container not"
                                + " found"),
                status);
    }

    @Test
    void aTerminalHasASizeAndNoErrorOutput() throws IOException {
        FakeStreamServer node = new FakeStreamServer("");
        SocketClient client = exec(node, Channel.of(ALL, Terminal.YES));
        client.send(4, "{\"Width\":80,\"Height\":24}".getBytes(UTF_8));
        client.send((byte) 255, (byte) 0);
        assertFalse(client.hearToTheEnd().channels().containsKey(2));
        assertEquals(List.of("{\"Width\":80,\"Height\":24}"), node.sizes());
    }

    @Test
    void pingsAreAnsweredAndAGoodbyeEndsTheNodesSide() throws IOException {
        SocketClient client = exec(new FakeStreamServer(""), ALL);
        client.ping();
        client.goodbye();
        assertEquals(1, client.hearToTheEnd().pongs());
    }

    @Test
    void aTunnelCarriesTheNodesBytesUnread() throws IOException {
        OutgoingBytes echo = new OutgoingBytes();
        ByteTunnel node =
                new ByteTunnel() {
                    @Override
                    public java.io.InputStream input() {
                        return echo;
                    }

                    @Override
                    public java.io.OutputStream output() {
                        return new java.io.OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                echo.put(new byte[] {(byte) b});
                            }

                            @Override
                            public void write(byte[] bytes) throws IOException {
                                echo.put(bytes);
                            }
                        };
                    }

                    @Override
                    public void close() {
                        echo.end();
                    }
                };
        ApiResponse answer =
                Translations.tunnel(request("SPDY/3.1+portforward.k8s.io"), _ -> connected(node));
        assertEquals("SPDY/3.1+portforward.k8s.io", answer.header("Sec-WebSocket-Protocol"));
        SocketClient client = client(answer);
        client.send(1, "spoken in SPDY".getBytes(UTF_8));
        node.close();
        assertEquals("spoken in SPDY", new String(client.hearToTheEnd().channels().get(1), UTF_8));
    }

    @Test
    void aFrameThatIsNotMaskedEndsTheConnection() throws IOException {
        ApiResponse answer =
                Translations.channels(
                        request("v5.channel.k8s.io"),
                        ALL,
                        _ -> connected(new FakeStreamServer("")));
        ByteTunnel server = ((Body.Tunnelled) answer.body()).tunnel();
        assertThrows(
                IOException.class, () -> server.output().write(new byte[] {(byte) 0x82, 1, 0}));
        assertEquals(1002, new SocketClient(server).hearToTheEnd().closeStatus());
    }
}
