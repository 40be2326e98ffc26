package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a Cluster may say about the proxy on the way to it. */
public final class ProxyRules {
    private static final Set<String> SCHEMES = Set.of("http", "https", "socks5", "socks5h");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
    private static final int VALUE_MAX = 4096;

    /** Headers that make up the request itself. */
    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "te");

    private ProxyRules() {}

    public static List<FieldError> faults(JsonNode spec) {
        List<FieldError> faults = new ArrayList<>();
        String url = spec.path("proxyURL").asString("");
        String fault = url.isEmpty() ? null : fault(url);
        if (fault != null) {
            faults.add(FieldError.invalid("spec.proxyURL", '"' + withoutUser(url) + '"', fault));
        }
        JsonNode headers = spec.path("proxyHeader");
        if (url.isEmpty() && !headers.isEmpty()) {
            faults.add(FieldError.forbidden("spec.proxyHeader", "there is no spec.proxyURL"));
        }
        if (url.startsWith("socks5") && !headers.isEmpty()) {
            faults.add(FieldError.forbidden("spec.proxyHeader", "SOCKS 5 knows no headers"));
        }
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            check(header.getKey(), header.getValue().asString(""), faults);
        }
        return faults;
    }

    private static void check(String name, String value, List<FieldError> faults) {
        String field = "spec.proxyHeader[" + name + "]";
        if (!TOKEN.matcher(name).matches()) {
            faults.add(FieldError.invalid(field, "\"...\"", "is no name of a header"));
        } else if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
            faults.add(FieldError.forbidden(field, "this header is the hub's own to send"));
        }
        if (value.length() > VALUE_MAX || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            faults.add(
                    FieldError.invalid(
                            field,
                            "\"...\"",
                            "must be printable ASCII, at most " + VALUE_MAX + " characters"));
        }
    }

    /** What is wrong with the address of a proxy; null where nothing is. */
    public static @Nullable String fault(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return "is no URL";
        }
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
            return "must begin with http://, https:// or socks5://";
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            return "names no host";
        }
        boolean path = !uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/");
        if (path || uri.getQuery() != null || uri.getFragment() != null) {
            return "must be scheme, host and port only";
        }
        return null;
    }

    /** A password in it is not repeated in messages. */
    private static String withoutUser(String url) {
        int at = url.lastIndexOf('@');
        int scheme = url.indexOf("://");
        return at > scheme && scheme > 0
                ? url.substring(0, scheme + 3) + url.substring(at + 1)
                : url;
    }
}
