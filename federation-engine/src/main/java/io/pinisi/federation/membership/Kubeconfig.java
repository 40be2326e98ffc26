package io.pinisi.federation.membership;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * All that is taken from a kubeconfig: where a member is and how to be let in. Data only, no names
 * of files or programs.
 *
 * @param certificateAuthority PEM, or null for the public authorities
 * @param clientCertificate PEM, or null where a token is used
 */
public record Kubeconfig(
        URI server,
        @Nullable String certificateAuthority,
        @Nullable String tlsServerName,
        @Nullable String clientCertificate,
        @Nullable String clientKey,
        @Nullable String token) {

    /** Says where, never with what. */
    @Override
    public String toString() {
        return "Kubeconfig[" + server + "]";
    }
}
