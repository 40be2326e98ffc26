package io.pinisi.cluster.authn.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** An issuer in memory, whose keys and documents a test changes at will. */
final class Issuer implements Documents {
    static final String URL = "https://id.example/realms/fleet";
    static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private static final String KEYS = "https://id.example/keys";

    private List<JWK> published = List.of();
    private boolean down;
    private int questions;

    static JWK rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static JWK ec(String id, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    Issuer publishing(JWK... keys) {
        published = List.of(keys);
        return this;
    }

    void setDown(boolean now) {
        down = now;
    }

    /** How often the discovery document was read. */
    int questions() {
        return questions;
    }

    @Override
    public byte[] read(URI address) throws IOException {
        if (down) {
            throw new IOException("nobody answers");
        }
        if (address.toString().equals(KEYS)) {
            return new JWKSet(published).toString(true).getBytes(StandardCharsets.UTF_8);
        }
        questions++;
        return Json.bytes(Json.object().put("issuer", URL).put("jwks_uri", KEYS));
    }

    /** Claims that everything is right with. */
    static ObjectNode claims() {
        ObjectNode claims = Json.object();
        claims.put("iss", URL).put("sub", "4711").put("preferred_username", "olga");
        claims.putArray("aud").add("account").add("bali");
        claims.putArray("groups").add("/operators").add("/tenants/acme");
        claims.put("exp", NOW.plus(Duration.ofMinutes(5)).getEpochSecond());
        return claims;
    }

    static String sign(JWK key, JWSAlgorithm algorithm, ObjectNode claims) {
        return sign(key, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
    }

    static String sign(JWK key, JWSHeader header, ObjectNode claims) {
        try {
            JWSObject token = new JWSObject(header, new Payload(Json.bytes(claims)));
            token.sign(new DefaultJWSSignerFactory().createJWSSigner(key, header.getAlgorithm()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
