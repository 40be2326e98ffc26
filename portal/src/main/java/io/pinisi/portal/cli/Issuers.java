package io.pinisi.portal.cli;

import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.authn.oidc.AuthenticationConfiguration;
import io.pinisi.cluster.authn.oidc.OidcTokens;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes API servers believe the tokens of the same providers that people sign in with, so that a
 * person has the same name and the same groups in the portal and for kubectl. Each API has an
 * audience of its own: a token for one is worth nothing at another.
 */
final class Issuers {
    private Issuers() {}

    /** The audience of an API, and the name of the provider's client whose tokens it takes. */
    static String audience(String cluster) {
        return "pinisi-" + cluster;
    }

    static List<Authenticator> of(List<ProviderSettings> providers, String cluster) {
        return providers.isEmpty()
                ? List.of()
                : OidcTokens.of(
                        AuthenticationConfiguration.read(document(providers, cluster)),
                        InstantSource.system());
    }

    /** The same settings as Kubernetes' own structured authentication configuration. */
    static String document(List<ProviderSettings> providers, String cluster) {
        ObjectNode document =
                Json.object()
                        .put("apiVersion", "apiserver.config.k8s.io/v1beta1")
                        .put("kind", "AuthenticationConfiguration");
        ArrayNode entries = document.putArray("jwt");
        for (ProviderSettings provider : providers) {
            ObjectNode entry = entries.addObject();
            ObjectNode issuer = entry.putObject("issuer");
            issuer.put("url", provider.issuer().toString());
            if (!provider.certificateAuthority().isEmpty()) {
                issuer.put("certificateAuthority", provider.certificateAuthority());
            }
            issuer.putArray("audiences").add(audience(cluster));
            map(entry.putObject("claimMappings"), provider);
        }
        return Yaml.print(document);
    }

    private static void map(ObjectNode mappings, ProviderSettings provider) {
        ProviderSettings.Claims claims = provider.claims();
        String prefix = quoted(provider.prefix());
        mappings.putObject("username")
                .put("claim", claims.username())
                .put("prefix", provider.prefix());
        mappings.putObject("uid").put("expression", prefix + " + claims.sub");
        mappings.putObject("groups")
                .put(
                        "expression",
                        prefixed(claims.groups(), prefix)
                                + " + "
                                + prefixed(
                                        claims.roles(),
                                        quoted(provider.prefix() + ProviderSettings.ROLE)));
    }

    /** A list of texts, where the claim is there at all. */
    private static String prefixed(String path, String prefix) {
        return Arrays.stream(path.split("\\."))
                        .map(name -> "[?" + quoted(name) + "]")
                        .collect(Collectors.joining("", "claims", ".orValue([])"))
                + ".map(name, "
                + prefix
                + " + name)";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
