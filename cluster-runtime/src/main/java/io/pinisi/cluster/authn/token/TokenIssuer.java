package io.pinisi.cluster.authn.token;

import io.pinisi.cluster.machinery.json.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/** Signs tokens, and publishes the key they are verified with. */
public final class TokenIssuer {
    static final String SIGNATURE = "SHA256withECDSAinP1363Format";
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final int COORDINATE_BYTES = 32;

    private final String issuer;
    private final KeyPair keys;
    private final String keyId;

    /**
     * @param issuer URL that tokens name as theirs
     * @param keys ECDSA P-256
     */
    public TokenIssuer(String issuer, KeyPair keys) {
        this.issuer = issuer;
        this.keys = keys;
        this.keyId = keyId(keys);
    }

    public String issuer() {
        return issuer;
    }

    public String sign(Claims claims) {
        String header = "{\"alg\":\"ES256\",\"kid\":\"" + keyId + "\"}";
        String signed =
                URL.encodeToString(header.getBytes(StandardCharsets.UTF_8))
                        + "."
                        + URL.encodeToString(Json.bytes(claims.toJson()));
        try {
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("tokens cannot be signed", e);
        }
    }

    /** The OpenID Connect discovery document, by which others may verify our tokens. */
    public ObjectNode openIdConfiguration(String jwksUri) {
        ObjectNode document = Json.object().put("issuer", issuer).put("jwks_uri", jwksUri);
        document.putArray("response_types_supported").add("id_token");
        document.putArray("subject_types_supported").add("public");
        document.putArray("id_token_signing_alg_values_supported").add("ES256");
        return document;
    }

    public ObjectNode keySet() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ObjectNode document = Json.object();
        document.putArray("keys")
                .addObject()
                .put("use", "sig")
                .put("kty", "EC")
                .put("kid", keyId)
                .put("crv", "P-256")
                .put("alg", "ES256")
                .put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()));
        return document;
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return URL.encodeToString(fixed);
    }

    private static String keyId(KeyPair keys) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
            return URL.encodeToString(Arrays.copyOf(digest, 16));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
