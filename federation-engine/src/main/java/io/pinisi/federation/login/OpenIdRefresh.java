package io.pinisi.federation.login;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gets new ID tokens for a refresh token (OpenID Connect Core 12), as client-go's {@code oidc}
 * provider does; a provider may change the refresh token each time.
 */
final class OpenIdRefresh implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int ANSWER_MAX = 256 * 1024;
    private static final int OK = 200;

    private final Login.OpenId login;
    private final Consumer<URI> addresses;
    private final Consumer<String> keep;
    private final InstantSource clock;
    private final HttpClient http;
    private String refreshToken;

    /**
     * @param addresses throws for one that must not be dialled
     * @param kept the newest refresh token, where it is not the kubeconfig's any more
     * @param keep gets a new refresh token
     */
    OpenIdRefresh(
            Login.OpenId login,
            Consumer<URI> addresses,
            @Nullable String kept,
            Consumer<String> keep,
            InstantSource clock) {
        this.login = login;
        this.addresses = addresses;
        this.refreshToken = kept == null ? login.refreshToken() : kept;
        this.keep = keep;
        this.clock = clock;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(LIMIT);
        if (login.authority() != null) {
            try {
                builder.sslContext(Credential.tlsUnder(Pem.certificates(login.authority())));
            } catch (GeneralSecurityException e) {
                throw failure("its certificate authority is of no use");
            }
        }
        this.http = builder.build();
    }

    /** The kubeconfig's own ID token, if it says when it ends. */
    static @Nullable Token first(Login.OpenId login) {
        String token = login.idToken();
        Instant expiry = token == null ? null : expiry(token);
        return token == null || expiry == null ? null : new Token(token, expiry);
    }

    /**
     * @throws ApiException the provider refuses, or is not reached
     */
    Token fetch() {
        URI discovery =
                URI.create(
                        login.issuer().toString().replaceFirst("/+$", "")
                                + "/.well-known/openid-configuration");
        JsonNode about = send(HttpRequest.newBuilder(checked(discovery)));
        String endpoint = about.path("token_endpoint").asString("");
        if (!about.path("issuer").asString("").equals(login.issuer().toString())
                || !endpoint.startsWith("https://")) {
            throw failure("does not say who it is, or where tokens are given");
        }
        JsonNode answer = send(question(checked(URI.create(endpoint))));
        String rotated = answer.path("refresh_token").asString("");
        if (!rotated.isEmpty() && !rotated.equals(refreshToken)) {
            refreshToken = rotated;
            keep.accept(rotated);
        }
        String token = answer.path("id_token").asString("");
        if (token.isEmpty()) {
            throw failure("gave no ID token");
        }
        Instant expiry = expiry(token);
        return new Token(token, expiry == null ? clock.instant().plus(Token.UNSAID) : expiry);
    }

    private URI checked(URI address) {
        addresses.accept(address);
        return address;
    }

    private HttpRequest.Builder question(URI endpoint) {
        Map<String, String> form = new TreeMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken);
        form.put("client_id", login.clientId());
        if (login.clientSecret() != null) {
            form.put("client_secret", login.clientSecret());
        }
        String body =
                form.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> response =
                    http.send(
                            request.timeout(LIMIT).header("Accept", "application/json").build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            byte[] body;
            try (InputStream stream = response.body()) {
                body = stream.readNBytes(ANSWER_MAX);
            }
            JsonNode answer = Json.parse(body);
            if (response.statusCode() != OK) {
                String why = answer.path("error_description").asString("");
                throw failure(
                        "answered "
                                + response.statusCode()
                                + " "
                                + answer.path("error").asString("")
                                + (why.isEmpty() ? "" : ": " + why));
            }
            return answer;
        } catch (IOException e) {
            throw failure("cannot be reached: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was not waited for");
        }
    }

    /** Whom it is for and who signed it is the member's to judge; this says only when it ends. */
    private static @Nullable Instant expiry(String jwt) {
        String[] parts = jwt.split("\\.");
        try {
            JsonNode claims =
                    parts.length == 3
                            ? Json.parse(Base64.getUrlDecoder().decode(parts[1]))
                            : Json.object();
            long seconds = claims.path("exp").asLong(0);
            return seconds > 0 ? Instant.ofEpochSecond(seconds) : null;
        } catch (ApiException | IllegalArgumentException e) {
            return null;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private ApiException failure(String what) {
        return new ApiException(
                Reason.UNAUTHORIZED, "the identity provider " + login.issuer() + " " + what);
    }

    @Override
    public void close() {
        http.shutdown();
    }
}
