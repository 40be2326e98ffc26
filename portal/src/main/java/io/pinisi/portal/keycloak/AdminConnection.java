package io.pinisi.portal.keycloak;

import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The admin API over HTTP, as somebody who may use it. Keycloak's own client for Java would do the
 * same and bring 53 more libraries along.
 */
public final class AdminConnection implements AdminApi, AutoCloseable {
    /** A new realm takes its time on a busy machine. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** A token is renewed so long before its end. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final int NOT_FOUND = 404;
    private static final int REFUSED = 300;

    private final URI server;
    private final String realm;
    private final Map<String, String> credentials;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();

    /** Guarded by this. */
    private String token = "";

    /** Guarded by this. */
    private Instant tokenEnd = Instant.EPOCH;

    private AdminConnection(
            URI server, String realm, Map<String, String> credentials, InstantSource clock) {
        this.server = server;
        this.realm = realm;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** As an administrator of the whole server, by a password of the realm {@code master}. */
    public static AdminConnection asAdministrator(
            URI server, String name, String password, InstantSource clock) {
        return new AdminConnection(
                server,
                "master",
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        "admin-cli",
                        "username",
                        name,
                        "password",
                        password),
                clock);
    }

    @Override
    public JsonNode get(String path) {
        HttpResponse<String> answer = send(path, request -> request.GET());
        if (answer.statusCode() == NOT_FOUND) {
            return MissingNode.getInstance();
        }
        return read(require(answer, path));
    }

    @Override
    public void post(String path, JsonNode body) {
        require(send(path, request -> request.POST(json(body))), path);
    }

    @Override
    public void put(String path, JsonNode body) {
        require(send(path, request -> request.PUT(json(body))), path);
    }

    private static HttpRequest.BodyPublisher json(JsonNode body) {
        return HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body));
    }

    /** One kind of request. */
    @FunctionalInterface
    private interface Method {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private HttpResponse<String> send(String path, Method method) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + "/admin/realms" + path))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + token())
                        .header("Content-Type", "application/json");
        return send(method.of(request).build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(server + " does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    private synchronized String token() {
        if (clock.instant().isBefore(tokenEnd)) {
            return token;
        }
        String form =
                credentials.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"));
        String path = "/realms/" + encode(realm) + "/protocol/openid-connect/token";
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(URI.create(server + path))
                                .timeout(LIMIT)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build());
        JsonNode granted = read(require(answer, path));
        token = granted.path("access_token").asString("");
        tokenEnd = clock.instant().plusSeconds(granted.path("expires_in").asLong(0)).minus(MARGIN);
        return token;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String require(HttpResponse<String> answer, String path) {
        if (answer.statusCode() >= REFUSED) {
            throw new UncheckedIOException(
                    new IOException(
                            "Keycloak answered "
                                    + answer.statusCode()
                                    + " to "
                                    + path
                                    + ": "
                                    + answer.body()));
        }
        return answer.body();
    }

    private static JsonNode read(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JacksonException e) {
            throw new UncheckedIOException(new IOException("Keycloak did not answer in JSON", e));
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
