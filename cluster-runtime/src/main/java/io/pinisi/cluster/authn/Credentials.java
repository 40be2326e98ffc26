package io.pinisi.cluster.authn;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a caller presents.
 *
 * @param certificates client certificate chain from the TLS handshake, leaf first, not yet judged
 * @param bearerToken from the {@code Authorization} header, or empty
 * @param source address of the caller as far as we trust it, or empty
 */
public record Credentials(List<X509Certificate> certificates, String bearerToken, String source) {
    public Credentials {
        certificates = List.copyOf(certificates);
    }

    public static Credentials bearer(String token) {
        return new Credentials(List.of(), token, "");
    }

    @Override
    public String toString() {
        return "Credentials[" + certificates.size() + " certificates]";
    }
}
