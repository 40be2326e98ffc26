package io.pinisi.federation.login;

import io.pinisi.cluster.machinery.error.FieldError;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what a user of a kubeconfig says about fetching the credential. Rules: client-go's
 * credential plugins (KEP-541), and its {@code oidc} provider.
 */
public final class LoginReader {
    private static final String GROUP = "client.authentication.k8s.io/";
    private static final Set<String> VERSIONS = Set.of(GROUP + "v1", GROUP + "v1beta1");

    private final String user;
    private final List<FieldError> faults;

    /**
     * @param user path of the user, for messages
     * @param faults gets what is wrong
     */
    public LoginReader(String user, List<FieldError> faults) {
        this.user = user;
        this.faults = faults;
    }

    /** Null where the user says nothing about it, or what is said is at fault. */
    public @Nullable Login read(JsonNode said) {
        if (said.path("exec").isObject()) {
            return plugin(said.path("exec"));
        }
        return said.path("auth-provider").isObject() ? openId(said.path("auth-provider")) : null;
    }

    private Login.@Nullable Plugin plugin(JsonNode exec) {
        int before = faults.size();
        String path = user + ".exec";
        String version = exec.path("apiVersion").asString("");
        if (!VERSIONS.contains(version)) {
            faults.add(
                    FieldError.notSupported(
                            path + ".apiVersion", version, VERSIONS.stream().sorted().toList()));
        }
        String command = exec.path("command").asString("");
        if (command.isEmpty()) {
            faults.add(FieldError.required(path + ".command", "names the program"));
        } else if (command.indexOf('/') >= 0 || command.indexOf('\\') >= 0) {
            faults.add(
                    FieldError.forbidden(
                            path + ".command", "programs are named without their path"));
        }
        if (exec.path("interactiveMode").asString("").equals("Always")) {
            faults.add(
                    FieldError.forbidden(
                            path + ".interactiveMode", "nobody is there to answer the program"));
        }
        List<String> arguments = new ArrayList<>();
        exec.path("args").forEach(argument -> arguments.add(argument.asString("")));
        Map<String, String> environment = new TreeMap<>();
        exec.path("env")
                .forEach(
                        each ->
                                environment.put(
                                        each.path("name").asString(""),
                                        each.path("value").asString("")));
        return faults.size() > before
                ? null
                : new Login.Plugin(
                        version,
                        command,
                        arguments,
                        environment,
                        exec.path("provideClusterInfo").asBoolean(false));
    }

    private Login.@Nullable OpenId openId(JsonNode provider) {
        String path = user + ".auth-provider";
        String name = provider.path("name").asString("");
        if (!name.equals("oidc")) {
            faults.add(FieldError.notSupported(path + ".name", name, List.of("oidc")));
            return null;
        }
        int before = faults.size();
        JsonNode config = provider.path("config");
        path = path + ".config";
        if (!config.path("idp-certificate-authority").asString("").isEmpty()) {
            faults.add(
                    FieldError.forbidden(
                            path + ".idp-certificate-authority",
                            "files are not read: use idp-certificate-authority-data"));
        }
        URI issuer = issuer(required(config, path, "idp-issuer-url"), path);
        String client = required(config, path, "client-id");
        String refresh = required(config, path, "refresh-token");
        String authority =
                PemField.read(
                        config.path("idp-certificate-authority-data"),
                        path + ".idp-certificate-authority-data",
                        faults);
        return faults.size() > before || issuer == null
                ? null
                : new Login.OpenId(
                        issuer,
                        client,
                        optional(config, "client-secret"),
                        optional(config, "id-token"),
                        refresh,
                        authority);
    }

    private @Nullable URI issuer(String text, String path) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI issuer = URI.create(text);
            if ("https".equals(issuer.getScheme()) && issuer.getHost() != null) {
                return issuer;
            }
        } catch (IllegalArgumentException e) {
            // the same answer as for another scheme
        }
        faults.add(
                FieldError.invalid(
                        path + ".idp-issuer-url", '"' + text + '"', "must begin with https://"));
        return null;
    }

    private String required(JsonNode config, String path, String field) {
        String text = config.path(field).asString("");
        if (text.isEmpty()) {
            faults.add(FieldError.required(path + "." + field, ""));
        }
        return text;
    }

    private static @Nullable String optional(JsonNode config, String field) {
        String text = config.path(field).asString("");
        return text.isEmpty() ? null : text;
    }
}
