package io.pinisi.auth.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A provider on loopback that says what a test wants it to say. */
final class FakeProvider implements AutoCloseable {
    static final String CLIENT = "pinisi-portal";

    private final ECKey key;
    private final HttpServer server;
    private UnaryOperator<JWTClaimsSet.Builder> person = claims -> claims;
    private int answer = 200;
    private String nonce = "";

    FakeProvider() throws IOException, JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("fake").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/.well-known/openid-configuration", this::discovery);
        serve("/keys", () -> new JWKSet(key).toString(true));
        server.createContext("/token", this::token);
        server.start();
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    ProviderSettings settings() {
        return new ProviderSettings(
                "fake",
                "Fake",
                issuer(),
                CLIENT,
                "hush",
                "",
                List.of("profile"),
                ProviderSettings.Claims.USUAL,
                "fake:",
                List.of("/operators"),
                List.of("/auditors"));
    }

    /** What the ID tokens say from now on. */
    void says(UnaryOperator<JWTClaimsSet.Builder> claims) {
        person = claims;
    }

    /** The status of the token endpoint's answers from now on. */
    void answers(int status) {
        answer = status;
    }

    /** The nonce of the next ID token. */
    void remember(String given) {
        nonce = given;
    }

    String sign(JWTClaimsSet claims) {
        return sign(key, claims);
    }

    static String sign(ECKey key, JWTClaimsSet claims) {
        try {
            SignedJWT token =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("fake").build(),
                            claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    JWTClaimsSet.Builder idToken() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .audience(CLIENT)
                .subject("4711")
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .claim("nonce", nonce)
                .claim("sid", "at-the-provider")
                .claim("preferred_username", "sari")
                .claim("name", "Sari Lestari")
                .claim("groups", List.of("/tenants/spice"))
                .claim("realm_access", Map.of("roles", List.of("sailor")));
    }

    private String discovery() {
        String url = issuer().toString();
        return """
        {"issuer":"%1$s","authorization_endpoint":"%1$s/auth","token_endpoint":"%1$s/token",
         "jwks_uri":"%1$s/keys","end_session_endpoint":"%1$s/end","subject_types_supported":["public"],
         "response_types_supported":["code"],"id_token_signing_alg_values_supported":["ES256"]}
        """
                .formatted(url);
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean withCode = URLUtils.parseParameters(form).containsKey("code_verifier");
        boolean renewed = URLUtils.parseParameters(form).containsKey("refresh_token");
        String body =
                answer == 200 && (withCode || renewed)
                        ? """
                        {"access_token":"opaque","token_type":"Bearer","expires_in":300,
                         "refresh_token":"again","id_token":"%s"}
                        """
                                .formatted(sign(person.apply(idToken()).build()))
                        : "{\"error\":\"invalid_grant\",\"error_description\":\"no longer\"}";
        send(exchange, answer, body);
    }

    private void serve(String path, Supplier<String> document) {
        server.createContext(path, exchange -> send(exchange, 200, document.get()));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
