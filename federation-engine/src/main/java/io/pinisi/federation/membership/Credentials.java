package io.pinisi.federation.membership;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds how a Cluster's member is reached in its Secret: a whole {@code kubeconfig}, or {@code
 * token} and {@code caBundle} beside {@code spec.apiEndpoint}, as Karmada writes them.
 */
final class Credentials {
    static final String KUBECONFIG = "kubeconfig";

    /** The newest refresh token, where an identity provider has changed that of the kubeconfig. */
    static final String REFRESH_TOKEN = "oidc-refresh-token";

    private Credentials() {}

    static Kubeconfig of(JsonNode cluster, JsonNode secret) {
        Kubeconfig kubeconfig = direct(cluster, secret);
        MemberProxy proxy = MemberProxy.of(cluster);
        return proxy == null ? kubeconfig : kubeconfig.through(proxy);
    }

    /** What people's requests are made by, as Karmada's impersonator Secret has it. */
    static String impersonator(JsonNode secret) {
        String token = data(secret, "token");
        if (token == null) {
            throw ApiException.badRequest(
                    "the Secret that spec.impersonatorSecretRef names has no token");
        }
        return token.strip();
    }

    private static Kubeconfig direct(JsonNode cluster, JsonNode secret) {
        String kubeconfig = data(secret, KUBECONFIG);
        if (kubeconfig != null) {
            return KubeconfigReader.read(kubeconfig);
        }
        String token = data(secret, "token");
        String endpoint = Json.text(cluster, "spec", "apiEndpoint");
        if (token == null || endpoint == null) {
            throw ApiException.badRequest(
                    "the Secret that spec.secretRef names has neither kubeconfig nor token, or"
                            + " spec.apiEndpoint is missing");
        }
        URI server = URI.create(endpoint);
        if (!"https".equals(server.getScheme()) || server.getHost() == null) {
            throw ApiException.badRequest("spec.apiEndpoint must begin with https://");
        }
        return Kubeconfig.of(server, data(secret, "caBundle"), token.strip());
    }

    static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable String refreshToken(JsonNode secret) {
        return data(secret, REFRESH_TOKEN);
    }

    private static @Nullable String data(JsonNode secret, String key) {
        String encoded = Json.text(secret, "data", key);
        if (encoded == null) {
            return null;
        }
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("data." + key + " of the Secret is no base64");
        }
    }
}
