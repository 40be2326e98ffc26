package io.pinisi.federation.membership;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.kinds.ProxyRules;
import io.pinisi.federation.login.Login;
import io.pinisi.federation.login.LoginReader;
import io.pinisi.federation.login.PemField;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a kubeconfig that anyone may have written. What would make this server open a file, skip a
 * check or send its traffic elsewhere is refused by name. Which programs it may have run is the
 * operator's to say, in {@link io.pinisi.federation.login.PluginRules}.
 */
public final class KubeconfigReader {
    /** More than any kubeconfig of one cluster needs. */
    static final int BYTES_MAX = 256 * 1024;

    private static final Map<String, String> REFUSED_OF_CLUSTER =
            Map.of(
                    "certificate-authority", "files are not read: use certificate-authority-data",
                    "insecure-skip-tls-verify", "the member's certificate is always verified");
    private static final Map<String, String> REFUSED_OF_USER =
            Map.ofEntries(
                    Map.entry(
                            "client-certificate",
                            "files are not read: use client-certificate-data"),
                    Map.entry("client-key", "files are not read: use client-key-data"),
                    Map.entry("tokenFile", "files are not read: use token"),
                    Map.entry("username", "passwords are not sent"),
                    Map.entry("password", "passwords are not sent"),
                    Map.entry("as", "the credential must stand for itself"),
                    Map.entry("as-uid", "the credential must stand for itself"),
                    Map.entry("as-groups", "the credential must stand for itself"),
                    Map.entry("as-user-extra", "the credential must stand for itself"));

    private final List<FieldError> errors = new ArrayList<>();

    private KubeconfigReader() {}

    /**
     * Reads the current context.
     *
     * @throws ApiException Invalid, naming every field at fault
     */
    public static Kubeconfig read(String text) {
        if (text.length() > BYTES_MAX) {
            throw ApiException.badRequest("the kubeconfig is larger than " + BYTES_MAX + " bytes");
        }
        return new KubeconfigReader().parse(document(text));
    }

    private static ObjectNode document(String text) {
        List<ObjectNode> documents;
        try {
            documents = Yaml.parse(text);
        } catch (ApiException e) {
            throw ApiException.badRequest("the kubeconfig is no YAML: " + e.getMessage());
        }
        if (documents.size() != 1) {
            throw ApiException.badRequest("the kubeconfig must be one YAML document");
        }
        return documents.getFirst();
    }

    private Kubeconfig parse(ObjectNode root) {
        JsonNode context =
                named(root, "contexts", text(root, "current-context"), "current-context");
        String path = "contexts.context";
        JsonNode cluster =
                named(
                        root,
                        "clusters",
                        text(context.path("context"), "cluster"),
                        path + ".cluster");
        JsonNode user = named(root, "users", text(context.path("context"), "user"), path + ".user");
        JsonNode where = cluster.path("cluster");
        JsonNode who = user.path("user");
        refuse(where, "clusters[" + text(cluster, "name") + "].cluster", REFUSED_OF_CLUSTER);
        refuse(who, "users[" + text(user, "name") + "].user", REFUSED_OF_USER);
        URI server = server(where);
        MemberProxy proxy = proxy(where, "clusters[" + text(cluster, "name") + "].cluster.");
        String authority = pem(where, "certificate-authority-data");
        String certificate = pem(who, "client-certificate-data");
        String key = pem(who, "client-key-data");
        String token = emptyToNull(text(who, "token"));
        String userPath = "users[" + text(user, "name") + "].user";
        Login login = new LoginReader(userPath, errors).read(who);
        boolean given = token != null || (certificate != null && key != null);
        if (errors.isEmpty() && !given && login == null) {
            errors.add(
                    FieldError.required(
                            userPath,
                            "a token, client-certificate-data and client-key-data, exec, or"
                                    + " auth-provider"));
        }
        if (!errors.isEmpty() || server == null) {
            throw ApiException.invalid("", "Kubeconfig", text(root, "current-context"), errors);
        }
        String serverName = emptyToNull(text(where, "tls-server-name"));
        return new Kubeconfig(
                server,
                authority,
                serverName,
                certificate,
                key,
                token,
                given ? null : login,
                proxy);
    }

    private @Nullable MemberProxy proxy(JsonNode cluster, String path) {
        String url = text(cluster, "proxy-url");
        String fault = url.isEmpty() ? null : ProxyRules.fault(url);
        if (fault != null) {
            errors.add(FieldError.invalid(path + "proxy-url", "\"...\"", fault));
        }
        return url.isEmpty() || fault != null ? null : new MemberProxy(URI.create(url), Map.of());
    }

    private JsonNode named(ObjectNode root, String list, String name, String reference) {
        for (JsonNode item : root.path(list)) {
            if (!name.isEmpty() && text(item, "name").equals(name)) {
                return item;
            }
        }
        errors.add(
                name.isEmpty()
                        ? FieldError.required(reference, "names one of " + list)
                        : FieldError.invalid(reference, '"' + name + '"', "is not among " + list));
        return root.path("");
    }

    private void refuse(JsonNode object, String path, Map<String, String> refused) {
        refused.forEach(
                (field, why) -> {
                    JsonNode value = object.path(field);
                    boolean absent =
                            value.isMissingNode()
                                    || value.isNull()
                                    || (value.isBoolean() && !value.booleanValue());
                    if (!absent) {
                        errors.add(FieldError.forbidden(path + "." + field, why));
                    }
                });
    }

    private @Nullable URI server(JsonNode cluster) {
        String text = text(cluster, "server");
        String field = "clusters.cluster.server";
        if (text.isEmpty()) {
            if (errors.isEmpty()) {
                errors.add(FieldError.required(field, "the address of the API server"));
            }
            return null;
        }
        try {
            URI uri = new URI(text);
            String fault = fault(uri);
            if (fault == null) {
                return uri;
            }
            errors.add(FieldError.invalid(field, '"' + text + '"', fault));
        } catch (URISyntaxException e) {
            errors.add(FieldError.invalid(field, '"' + text + '"', "is no URL"));
        }
        return null;
    }

    private static @Nullable String fault(URI uri) {
        if (!"https".equals(uri.getScheme())) {
            return "must begin with https://";
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            return "names no host";
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            return "must be scheme, host, port and path only";
        }
        return null;
    }

    private @Nullable String pem(JsonNode object, String field) {
        return PemField.read(object.path(field), field, errors);
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
