package io.pinisi.federation.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.pki.Pki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a provider that changes its refresh token each time, and takes none twice. */
final class OpenIdRefreshTest {
    private static final long EXPIRY = 1_893_459_600;

    @TempDir Path folder;
    private final List<String> kept = new ArrayList<>();
    private final List<URI> dialled = new ArrayList<>();
    private HttpsServer server;
    private String authority = "";
    private int turn = 1;
    private String told = "";

    @BeforeEach
    void start() throws IOException {
        Pki pki = Pki.open(folder, "identity", InstantSource.system());
        authority = Pem.of(pki.authorityCertificate());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(pki.serverCredential(Set.of("127.0.0.1")).tls()));
        server.createContext(
                "/realm/.well-known/openid-configuration",
                exchange ->
                        answer(
                                exchange,
                                200,
                                "{\"issuer\":\"%s\",\"token_endpoint\":\"%s/token\"}"
                                        .formatted(told.isEmpty() ? issuer() : told, issuer())));
        server.createContext("/realm/token", this::token);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void eachTurnUsesTheNewestRefreshTokenAndKeepsTheNext() {
        try (OpenIdRefresh refresh = refresh(null)) {
            Token token = refresh.fetch();
            assertEquals(Instant.ofEpochSecond(EXPIRY), token.expiry());
            refresh.fetch();
        }
        assertEquals(List.of("refresh-2", "refresh-3"), kept);
        assertTrue(dialled.contains(URI.create(issuer() + "/token")), dialled::toString);
        try (OpenIdRefresh restarted = refresh("refresh-3")) {
            restarted.fetch();
        }
        assertEquals("refresh-4", kept.getLast());
    }

    @Test
    void aRefusalIsToldInTheProvidersWords() {
        try (OpenIdRefresh refresh = refresh("stolen")) {
            ApiException failure = assertThrows(ApiException.class, refresh::fetch);
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("invalid_grant: no longer good"),
                    failure::getMessage);
        }
    }

    @Test
    void aProviderThatIsAnotherIsNotTrustedWithTheToken() {
        told = "https://another.example";
        try (OpenIdRefresh refresh = refresh(null)) {
            assertThrows(ApiException.class, refresh::fetch);
        }
        assertEquals(1, turn, "the token was not sent");
    }

    @Test
    void theKubeconfigsOwnTokenServesAsLongAsItSays() {
        assertNull(OpenIdRefresh.first(login(null)));
        assertNull(OpenIdRefresh.first(login("no.token")));
        Token first = OpenIdRefresh.first(login(jwt()));
        assertEquals(Instant.ofEpochSecond(EXPIRY), first == null ? null : first.expiry());
    }

    private OpenIdRefresh refresh(@Nullable String newest) {
        return new OpenIdRefresh(login(null), dialled::add, newest, kept::add, () -> Instant.EPOCH);
    }

    private Login.OpenId login(@Nullable String idToken) {
        return new Login.OpenId(
                URI.create(issuer()), "kube", "hush", idToken, "refresh-1", authority);
    }

    private String issuer() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/realm";
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean good =
                form.equals(
                        "client_id=kube&client_secret=hush&grant_type=refresh_token&refresh_token="
                                + "refresh-"
                                + turn);
        if (good) {
            turn++;
            answer(
                    exchange,
                    200,
                    "{\"id_token\":\"%s\",\"refresh_token\":\"refresh-%d\"}"
                            .formatted(jwt(), turn));
        } else {
            answer(
                    exchange,
                    400,
                    "{\"error\":\"invalid_grant\",\"error_description\":\"no longer good\"}");
        }
    }

    private static String jwt() {
        byte[] claims = ("{\"exp\":" + EXPIRY + "}").getBytes(StandardCharsets.UTF_8);
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims) + ".c2ln";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
