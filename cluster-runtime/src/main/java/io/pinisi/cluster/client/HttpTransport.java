package io.pinisi.cluster.client;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.pki.Credential;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** Carries requests to an API server over TLS, known by a client certificate or a token. */
public final class HttpTransport implements Transport, AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final int CHUNK_BYTES = 32 * 1024;

    private final HttpClient client;
    private final String url;
    private final String userAgent;
    private final Map<String, String> credentials;

    /**
     * @param url of the server, without a path
     * @param userAgent whose part before the slash owns the fields it sets
     */
    public HttpTransport(String url, Credential credential, String userAgent) {
        this(url, credential.tls(), Map.of(), userAgent);
    }

    private HttpTransport(
            String url, SSLContext tls, Map<String, String> credentials, String userAgent) {
        this.url = url;
        this.userAgent = userAgent;
        this.credentials = credentials;
        this.client =
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .connectTimeout(CONNECT_LIMIT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    /** As nobody. */
    public static HttpTransport anonymous(String url, SSLContext tls, String userAgent) {
        return new HttpTransport(url, tls, Map.of(), userAgent);
    }

    /**
     * @param token that is sent with each request
     */
    public static HttpTransport bearing(
            String token, String url, SSLContext tls, String userAgent) {
        return new HttpTransport(url, tls, Map.of("Authorization", "Bearer " + token), userAgent);
    }

    @Override
    public Response send(Request request) {
        boolean stream = isStream(request.path());
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(url + request.path()))
                        .method(
                                request.method(),
                                HttpRequest.BodyPublishers.ofByteArray(request.body()))
                        .header("User-Agent", userAgent)
                        .timeout(ANSWER_LIMIT);
        request.headers().forEach(builder::header);
        credentials.forEach(builder::setHeader);
        try {
            HttpResponse<InputStream> response =
                    client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
            return answer(response, stream && response.statusCode() < 300);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    /** Watches are lines; a followed log is whatever comes. */
    private static boolean isStream(String path) {
        int question = path.indexOf('?');
        String query = question < 0 ? "" : path.substring(question + 1);
        return query.contains("watch=true") || query.contains("follow=true");
    }

    private static Response answer(HttpResponse<InputStream> response, boolean stream)
            throws IOException {
        Map<String, List<String>> headers = response.headers().map();
        if (!stream) {
            try (InputStream body = response.body()) {
                return new Response(
                        response.statusCode(), headers, new Body.Whole(body.readAllBytes()));
            }
        }
        boolean lines =
                response.headers()
                        .firstValue("content-type")
                        .orElse("")
                        .startsWith("application/json");
        InputStream body = new BufferedInputStream(response.body(), CHUNK_BYTES);
        return new Response(response.statusCode(), headers, new StreamFrames(body, lines));
    }

    private ApiException unreachable(Exception cause) {
        String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new ApiException(
                Reason.SERVICE_UNAVAILABLE, "the server at " + url + " is unreachable: " + why);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
