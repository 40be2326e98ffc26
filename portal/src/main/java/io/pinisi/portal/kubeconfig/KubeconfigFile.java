package io.pinisi.portal.kubeconfig;

import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a kubeconfig with one context for each API. kubectl's built-in {@code oidc} provider sends
 * the ID token and renews it with the refresh token; no plugin takes part.
 */
public final class KubeconfigFile {
    private KubeconfigFile() {}

    /** The first access becomes the current context. */
    public static String of(ProviderSettings provider, List<Access> all) {
        ObjectNode file = Json.object().put("apiVersion", "v1").put("kind", "Config");
        file.put("current-context", all.getFirst().api().name());
        ArrayNode clusters = file.putArray("clusters");
        ArrayNode contexts = file.putArray("contexts");
        ArrayNode users = file.putArray("users");
        for (Access access : all) {
            KubernetesApi api = access.api();
            clusters.addObject()
                    .put("name", api.name())
                    .putObject("cluster")
                    .put("server", api.url())
                    .put("certificate-authority-data", base64(api.certificateAuthority()));
            contexts.addObject()
                    .put("name", api.name())
                    .putObject("context")
                    .put("cluster", api.name())
                    .put("user", api.client());
            user(users.addObject().put("name", api.client()), provider, access);
        }
        return Yaml.print(file);
    }

    private static void user(ObjectNode user, ProviderSettings provider, Access access) {
        ObjectNode config =
                user.putObject("user")
                        .putObject("auth-provider")
                        .put("name", "oidc")
                        .putObject("config")
                        .put("idp-issuer-url", provider.issuer().toString())
                        .put("client-id", access.api().client())
                        .put("id-token", access.tokens().idToken());
        String refresh = access.tokens().refresh();
        if (refresh != null) {
            config.put("refresh-token", refresh);
        }
        if (!provider.certificateAuthority().isEmpty()) {
            config.put("idp-certificate-authority-data", base64(provider.certificateAuthority()));
        }
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
