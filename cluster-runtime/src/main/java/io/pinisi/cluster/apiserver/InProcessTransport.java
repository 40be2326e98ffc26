package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Carries a client's requests into a chain of the same process. The chain is the server's own with
 * the caller already known; nothing else is left out.
 */
public final class InProcessTransport implements Transport {
    private final Handler chain;
    private final String userAgent;
    private final String channel;

    public InProcessTransport(Handler chain, String userAgent, String channel) {
        this.chain = chain;
        this.userAgent = userAgent;
        this.channel = channel;
    }

    @Override
    public Response send(Request request) {
        int question = request.path().indexOf('?');
        String path = question < 0 ? request.path() : request.path().substring(0, question);
        String query = question < 0 ? "" : request.path().substring(question + 1);
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("user-agent", List.of(userAgent));
        request.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        return response(
                chain.handle(
                        new ApiRequest(
                                request.method(),
                                path,
                                Query.parse(query),
                                headers,
                                limit -> limited(request.body(), limit),
                                "local",
                                channel,
                                List.of())));
    }

    private static byte[] limited(byte[] body, int limit) {
        if (body.length > limit) {
            throw BodyLimit.exceeded(limit);
        }
        return body;
    }

    private static Response response(ApiResponse answer) {
        Map<String, List<String>> headers = new HashMap<>();
        for (ApiResponse.Header header : answer.headers()) {
            headers.computeIfAbsent(header.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                    .add(header.value());
        }
        return switch (answer.body()) {
            case ApiResponse.Body.Parts parts ->
                    new Response(answer.status(), headers, new Body.Whole(parts.joined()));
            case ApiResponse.Body.Streamed streamed ->
                    new Response(answer.status(), headers, streamed.frames());
            case ApiResponse.Body.Tunnelled tunnelled -> {
                tunnelled.tunnel().close();
                throw new ApiException(
                        Reason.BAD_REQUEST, "a client in process cannot take over a connection");
            }
        };
    }
}
