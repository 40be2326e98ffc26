package io.pinisi.cluster.authn.bootstrap;

import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a text with a token's secret: a JSON Web Signature (HS256) whose middle part, the text
 * itself, is left out because it stands beside. Whoever reads the text over a connection to an
 * unknown server knows by it that it was written by somebody who knows the token.
 */
public final class TokenSignature {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String ALGORITHM = "HmacSHA256";

    private TokenSignature() {}

    public static String of(BootstrapToken token, String text) {
        String header =
                encode(Json.bytes(Json.object().put("alg", "HS256").put("kid", token.id())));
        return header + ".." + mac(token, header, text);
    }

    public static boolean isGood(BootstrapToken token, String text, String signature) {
        return MessageDigest.isEqual(
                of(token, text).getBytes(StandardCharsets.UTF_8),
                signature.getBytes(StandardCharsets.UTF_8));
    }

    private static String mac(BootstrapToken token, String header, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(token.secret().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            String signed = header + "." + encode(text.getBytes(StandardCharsets.UTF_8));
            return encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }
}
