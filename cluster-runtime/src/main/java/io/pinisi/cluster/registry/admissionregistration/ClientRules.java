package io.pinisi.cluster.registry.admissionregistration;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import java.net.URI;
import java.net.URISyntaxException;
import tools.jackson.databind.JsonNode;

/** How a webhook is reached, be it one of admission or one of conversion. */
public final class ClientRules {
    private ClientRules() {}

    public static void check(JsonNode client, String path, Faults faults) {
        boolean url = client.has("url");
        if (url == client.has("service")) {
            faults.required(path, "exactly one of url or service is required");
            return;
        }
        if (url) {
            checkUrl(client.path("url").asString(""), path + ".url", faults);
            return;
        }
        JsonNode service = client.path("service");
        String at = path + ".service";
        if (FieldRules.isFilled(service, "name", at, faults)) {
            FieldRules.checkName(
                    NameRule.DNS_1035_LABEL,
                    service.path("name").asString(""),
                    at + ".name",
                    faults);
        }
        FieldRules.isFilled(service, "namespace", at, faults);
        long port = service.path("port").asLong(443);
        if (port < 1 || port > 65535) {
            faults.invalid(
                    at + ".port",
                    Long.toString(port),
                    "port is not valid: must be between 1 and 65535, inclusive");
        }
        String route = service.path("path").asString("/");
        if (!route.startsWith("/")) {
            faults.invalid(at + ".path", route, "must start with a '/'");
        }
    }

    private static void checkUrl(String url, String path, Faults faults) {
        URI parsed;
        try {
            parsed = new URI(url);
        } catch (URISyntaxException e) {
            faults.required(path, "url must be a valid URL: " + e.getReason());
            return;
        }
        if (!"https".equals(parsed.getScheme())) {
            faults.invalid(
                    path,
                    parsed.getScheme() == null ? "" : parsed.getScheme(),
                    "'https' is the only allowed URL scheme; desired format: https://host[/path]");
        }
        if (parsed.getHost() == null) {
            faults.invalid(path, "", "host must be specified; desired format: https://host[/path]");
        }
        if (parsed.getUserInfo() != null) {
            faults.invalid(
                    path, parsed.getUserInfo(), "user information is not permitted in the URL");
        }
        if (parsed.getFragment() != null) {
            faults.invalid(path, parsed.getFragment(), "fragments are not permitted in the URL");
        }
        if (parsed.getQuery() != null) {
            faults.invalid(
                    path, parsed.getQuery(), "query parameters are not permitted in the URL");
        }
    }
}
