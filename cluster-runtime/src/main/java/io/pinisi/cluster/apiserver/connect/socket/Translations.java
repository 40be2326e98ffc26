package io.pinisi.cluster.apiserver.connect.socket;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Body;
import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which requests are translated, and the upgrade of those that are. */
public final class Translations {
    private static final String CHANNELS = "v5.channel.k8s.io";
    private static final String TUNNEL_PREFIX = "SPDY/3.1+";

    /** What every node has spoken for years: channels with a Status on the error channel. */
    private static final String NODE_CHANNELS = "v4.channel.k8s.io";

    private static final String NODE_PROTOCOL = "x-stream-protocol-version";
    private static final String PROTOCOL = "sec-websocket-protocol";
    private static final String KEY = "sec-websocket-key";
    private static final String VERSION = "sec-websocket-version";

    /** RFC 6455, section 1.3. */
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Translations() {}

    /** Whether exec or attach is asked for in the form that nodes do not know. */
    public static boolean hasChannels(ApiRequest request) {
        return isSocket(request) && protocols(request).anyMatch(CHANNELS::equals);
    }

    /** Whether a SPDY connection is asked for within a WebSocket. */
    public static boolean hasTunnel(ApiRequest request) {
        return isSocket(request)
                && protocols(request).anyMatch(protocol -> protocol.startsWith(TUNNEL_PREFIX));
    }

    private static boolean isSocket(ApiRequest request) {
        return request.header("upgrade").equalsIgnoreCase("websocket")
                && request.header("connection").toLowerCase(Locale.ROOT).contains("upgrade");
    }

    private static Stream<String> protocols(ApiRequest request) {
        return request.headerValues(PROTOCOL).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip);
    }

    /**
     * Exec or attach. The client is let in before the node is known to answer, as the original does
     * it: what the node refuses is told on the error channel.
     *
     * @param node sends an upgrade to the node, and throws what it refuses
     */
    public static ApiResponse channels(
            ApiRequest request, Set<Channel> channels, Function<ApiRequest, ApiResponse> node) {
        String accepted = acceptedKey(request);
        return answer(accepted, CHANNELS, connected(request, channels, node));
    }

    private static ByteTunnel connected(
            ApiRequest request, Set<Channel> channels, Function<ApiRequest, ApiResponse> node) {
        try {
            ApiResponse answer = node.apply(overSpdy(request, List.of(NODE_CHANNELS)));
            return ChannelTranslation.start(channels, tunnel(answer));
        } catch (ApiException e) {
            return ChannelTranslation.refused(
                    new ApiException(
                            Reason.INTERNAL_ERROR,
                            "Internal error occurred: unable to upgrade connection: "
                                    + e.getMessage()));
        }
    }

    /**
     * A SPDY connection within the WebSocket.
     *
     * @param node sends an upgrade to the node, and throws what it refuses
     */
    public static ApiResponse tunnel(ApiRequest request, Function<ApiRequest, ApiResponse> node) {
        String accepted = acceptedKey(request);
        List<String> offered =
                protocols(request)
                        .filter(protocol -> protocol.startsWith(TUNNEL_PREFIX))
                        .map(protocol -> protocol.substring(TUNNEL_PREFIX.length()))
                        .toList();
        ApiResponse answer = node.apply(overSpdy(request, offered));
        String chosen = answer.header(NODE_PROTOCOL);
        ByteTunnel client = TunnelTranslation.start(tunnel(answer));
        return answer(
                accepted, TUNNEL_PREFIX + (chosen.isEmpty() ? offered.getFirst() : chosen), client);
    }

    private static ByteTunnel tunnel(ApiResponse answer) {
        if (answer.body() instanceof Body.Tunnelled(ByteTunnel tunnel)) {
            return tunnel;
        }
        throw new IllegalStateException("an upgrade answered with " + answer.status());
    }

    private static ApiRequest overSpdy(ApiRequest request, List<String> protocols) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.keySet().removeIf(name -> name.startsWith("sec-websocket-"));
        headers.put("connection", List.of("Upgrade"));
        headers.put("upgrade", List.of("SPDY/3.1"));
        headers.put(NODE_PROTOCOL, protocols);
        return new ApiRequest(
                "POST",
                request.path(),
                request.query(),
                headers,
                request.body(),
                request.source(),
                request.channel(),
                request.certificates());
    }

    private static ApiResponse answer(String acceptedKey, String protocol, ByteTunnel client) {
        return new ApiResponse(
                101,
                List.of(
                        new Header("Upgrade", "websocket"),
                        new Header("Connection", "Upgrade"),
                        new Header("Sec-WebSocket-Accept", acceptedKey),
                        new Header("Sec-WebSocket-Protocol", protocol)),
                new Body.Tunnelled(client));
    }

    private static String acceptedKey(ApiRequest request) {
        String key = request.header(KEY);
        if (!request.method().equals("GET") || key.isEmpty()) {
            throw ApiException.badRequest("not a WebSocket handshake");
        }
        if (!request.header(VERSION).equals("13")) {
            throw ApiException.badRequest("only version 13 of the WebSocket protocol is served");
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
