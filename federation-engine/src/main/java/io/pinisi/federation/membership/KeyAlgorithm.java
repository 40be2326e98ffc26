package io.pinisi.federation.membership;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Finds out whether a PEM private key is RSA or EC; the client library has to be told. */
final class KeyAlgorithm {
    private KeyAlgorithm() {}

    static String of(String pem) {
        if (pem.contains("BEGIN EC PRIVATE KEY")) {
            return "EC";
        }
        if (pem.contains("BEGIN PRIVATE KEY")) {
            byte[] der = Base64.getMimeDecoder().decode(body(pem));
            for (String algorithm : List.of("EC", "RSA")) {
                try {
                    KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
                    return algorithm;
                } catch (GeneralSecurityException e) {
                    // not this one
                }
            }
        }
        return "RSA";
    }

    private static String body(String pem) {
        int start = pem.indexOf("KEY-----") + "KEY-----".length();
        int end = pem.indexOf("-----END", start);
        return end < 0 ? "" : pem.substring(start, end);
    }
}
