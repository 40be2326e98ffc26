package io.pinisi.federation.membership;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.login.Login;
import io.pinisi.federation.login.Token;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that is taken from a kubeconfig: where a member is and how to be let in. Data only, no names
 * of files or programs.
 *
 * @param certificateAuthority PEM, or null for the public authorities
 * @param clientCertificate PEM, or null where a token is used
 * @param login how the token is fetched, or null where the credential is given
 * @param proxy on the way to the member, or null
 */
public record Kubeconfig(
        URI server,
        @Nullable String certificateAuthority,
        @Nullable String tlsServerName,
        @Nullable String clientCertificate,
        @Nullable String clientKey,
        @Nullable String token,
        @Nullable Login login,
        @Nullable MemberProxy proxy) {

    /** By a token that is given. */
    public static Kubeconfig of(URI server, @Nullable String certificateAuthority, String token) {
        return new Kubeconfig(server, certificateAuthority, null, null, null, token, null, null);
    }

    Kubeconfig through(@Nullable MemberProxy other) {
        return new Kubeconfig(
                server,
                certificateAuthority,
                tlsServerName,
                clientCertificate,
                clientKey,
                token,
                login,
                other);
    }

    /** With what was fetched beside, or in the place of, a token. */
    Kubeconfig bearing(Token.@Nullable Certificate certificate) {
        return certificate == null
                ? this
                : new Kubeconfig(
                        server,
                        certificateAuthority,
                        tlsServerName,
                        certificate.chain(),
                        certificate.key(),
                        token,
                        login,
                        proxy);
    }

    /** The same place, by another token and nothing else. */
    Kubeconfig as(String other) {
        return new Kubeconfig(
                server, certificateAuthority, tlsServerName, null, null, other, null, proxy);
    }

    /** The cluster as {@code spec.cluster} of an ExecCredential has it. */
    ObjectNode cluster() {
        ObjectNode cluster = Json.object().put("server", server.toString());
        if (tlsServerName != null) {
            cluster.put("tls-server-name", tlsServerName);
        }
        if (certificateAuthority != null) {
            byte[] pem = certificateAuthority.getBytes(StandardCharsets.US_ASCII);
            cluster.put("certificate-authority-data", Base64.getEncoder().encodeToString(pem));
        }
        return cluster;
    }

    /** Says where, never with what. */
    @Override
    public String toString() {
        return "Kubeconfig[" + server + "]";
    }
}
