package io.pinisi.federation.membership;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Carries raw requests to a member over its fabric8 client's own HTTP connection, so that rendered
 * bytes travel untouched and the one {@code ApiClient} serves hub and members. Answers are bounded:
 * a member is not trusted to be modest.
 */
final class MemberTransport implements Transport {
    /** The largest answer that is read whole, a page of a list for one. */
    static final int WHOLE_MAX = 64 << 20;

    private final String cluster;
    private final HttpClient http;
    private final URI server;
    private final @Nullable UserInfo person;
    private final Duration timeout;

    /**
     * @param person on whose behalf, or null for the engine itself
     */
    MemberTransport(
            String cluster,
            HttpClient http,
            URI server,
            @Nullable UserInfo person,
            Duration timeout) {
        this.cluster = cluster;
        this.http = http;
        this.server = server;
        this.person = person;
        this.timeout = timeout;
    }

    @Override
    public Response send(Request request) {
        Streaming streaming = Streaming.of(request.path());
        FrameQueue frames =
                new FrameQueue(
                        streaming == Streaming.LINES
                                ? FrameQueue.Cut.LINES
                                : FrameQueue.Cut.AS_SENT);
        HttpRequest http = build(request, streaming);
        HttpResponse<AsyncBody> response = await(this.http.consumeBytes(http, frames::offer));
        frames.open(response.body());
        if (streaming != Streaming.NONE && response.code() < 400) {
            return new Response(response.code(), response.headers(), frames);
        }
        byte[] body = whole(frames);
        return new Response(
                response.code(),
                response.headers(),
                new Body.Whole(response.code() < 400 ? body : status(response.code(), body)));
    }

    /** How an answer comes. */
    enum Streaming {
        NONE,
        LINES,
        CHUNKS;

        static Streaming of(String path) {
            int query = path.indexOf('?');
            String parameters = query < 0 ? "" : path.substring(query + 1) + "&";
            if (parameters.contains("watch=true&") || parameters.contains("watch=1&")) {
                return LINES;
            }
            String plain = query < 0 ? path : path.substring(0, query);
            return plain.endsWith("/log") ? CHUNKS : NONE;
        }
    }

    private HttpRequest build(Request request, Streaming streaming) {
        HttpRequest.Builder builder = http.newHttpRequestBuilder().uri(server + request.path());
        request.headers().forEach(builder::setHeader);
        if (person != null) {
            Impersonation.headers(person)
                    .forEach(header -> builder.header(header.name(), header.value()));
        }
        if (request.body().length > 0) {
            builder.method(
                    request.method(),
                    request.headers().getOrDefault("content-type", "application/json"),
                    new ByteArrayInputStream(request.body()),
                    request.body().length);
        } else {
            builder.method(request.method(), null, null);
        }
        if (streaming == Streaming.NONE) {
            builder.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            builder.forStreaming();
        }
        return builder.build();
    }

    private HttpResponse<AsyncBody> await(CompletableFuture<HttpResponse<AsyncBody>> response) {
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "interrupted");
        } catch (TimeoutException e) {
            response.cancel(true);
            throw unreachable("no answer within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw unreachable(Causes.words(e));
        }
    }

    private byte[] whole(FrameQueue frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (frames) {
            for (byte[] next = frames.next(); next != null; next = frames.next()) {
                if (bytes.size() + next.length > WHOLE_MAX) {
                    throw unreachable("an answer larger than " + WHOLE_MAX + " bytes");
                }
                bytes.writeBytes(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "interrupted");
        }
        return bytes.toByteArray();
    }

    /** Whatever stands between us and the member may answer without a Status. */
    static byte[] status(int code, byte[] body) {
        try {
            if ("Status".equals(Json.text(Json.parse(body), "kind"))) {
                return body;
            }
        } catch (ApiException e) {
            // no JSON: described below
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        String message =
                text.isEmpty() ? "HTTP " + code : text.substring(0, Math.min(300, text.length()));
        return Json.bytes(
                Json.object().put("kind", "Status").put("code", code).put("message", message));
    }

    private ApiException unreachable(String why) {
        return unreachable(cluster, why);
    }

    static ApiException unreachable(String cluster, String why) {
        return new ApiException(
                Reason.SERVICE_UNAVAILABLE,
                "cluster \"" + cluster + "\" cannot be reached: " + why);
    }
}
