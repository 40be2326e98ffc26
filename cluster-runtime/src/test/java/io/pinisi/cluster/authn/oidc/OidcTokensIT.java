package io.pinisi.cluster.authn.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.testing.ClusterExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A real API server and an issuer that it asks over HTTP for its keys. */
final class OidcTokensIT {
    private static final JWK KEY = Issuer.rsa("served");
    private static final HttpServer ID = issuer();
    private static final String URL = "http://127.0.0.1:" + ID.getAddress().getPort();

    @RegisterExtension
    static final ClusterExtension CLUSTER =
            ClusterExtension.cluster()
                    .with(
                            options ->
                                    options.withAccess(
                                            OidcTokens.of(configuration(), InstantSource.system()),
                                            List.of()));

    private static AuthenticationConfiguration configuration() {
        return AuthenticationConfiguration.read(
                """
                apiVersion: apiserver.config.k8s.io/v1beta1
                kind: AuthenticationConfiguration
                jwt:
                - issuer: {url: "%s", audiences: [bali]}
                  claimMappings:
                    username: {claim: preferred_username, prefix: "sso:"}
                    groups: {claim: groups, prefix: "sso:"}
                """
                        .formatted(URL));
    }

    private static HttpServer issuer() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            ObjectNode discovery = Json.object().put("issuer", url).put("jwks_uri", url + "/keys");
            serve(server, IssuerReader.WELL_KNOWN, Json.bytes(discovery));
            serve(server, "/keys", new JWKSet(KEY).toString(true).getBytes(StandardCharsets.UTF_8));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(HttpServer server, String path, byte[] document) {
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, document.length);
                        exchange.getResponseBody().write(document);
                    }
                });
    }

    @AfterAll
    static void stop() {
        ID.stop(0);
    }

    private static ObjectNode claims() {
        return Issuer.claims()
                .put("iss", URL)
                .put("exp", Instant.now().plus(Duration.ofHours(1)).getEpochSecond());
    }

    /** Asks the server who the token's bearer is; the certificate alone is left at home. */
    private static HttpResponse<String> whoAmI(String token)
            throws IOException, InterruptedException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", CLUSTER.server().pki().authorityCertificate());
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            CLUSTER.server().url()
                                                    + "/apis/authentication.k8s.io/v1/selfsubjectreviews"))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void theBearerIsThePersonOfTheToken() throws Exception {
        HttpResponse<String> answer = whoAmI(Issuer.sign(KEY, JWSAlgorithm.RS256, claims()));
        assertEquals(201, answer.statusCode(), answer.body());
        JsonNode user =
                Json.parse(answer.body().getBytes(StandardCharsets.UTF_8)).at("/status/userInfo");
        assertEquals("sso:olga", user.path("username").asString());
        assertEquals(
                List.of("sso:/operators", "sso:/tenants/acme", "system:authenticated"),
                user.path("groups").valueStream().map(JsonNode::asString).toList());
    }

    @Test
    void aTokenForAnotherClusterIsNobodyNotAnonymous() throws Exception {
        ObjectNode elsewhere = claims().put("aud", "flores");
        assertEquals(401, whoAmI(Issuer.sign(KEY, JWSAlgorithm.RS256, elsewhere)).statusCode());
    }

    @Test
    void aForgedTokenIsNobody() throws Exception {
        JWK forger = Issuer.rsa("served");
        assertEquals(401, whoAmI(Issuer.sign(forger, JWSAlgorithm.RS256, claims())).statusCode());
    }
}
