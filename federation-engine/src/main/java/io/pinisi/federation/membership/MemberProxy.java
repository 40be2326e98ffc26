package io.pinisi.federation.membership;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.federation.kinds.ProxyRules;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A proxy on the way to a member, as {@code spec.proxyURL} and {@code spec.proxyHeader} of a
 * Cluster name it, or {@code proxy-url} of a kubeconfig.
 *
 * @param url of the scheme {@code http}, {@code https} or {@code socks5}; may have a name and a
 *     password
 * @param headers that an HTTP proxy is sent; several values of one are parted by commas
 */
record MemberProxy(URI url, Map<String, String> headers) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int SOCKS = 1080;

    MemberProxy {
        headers = Map.copyOf(headers);
    }

    /** Null where the Cluster names none. */
    static @Nullable MemberProxy of(JsonNode cluster) {
        JsonNode spec = cluster.path("spec");
        String url = spec.path("proxyURL").asString("");
        if (url.isEmpty()) {
            return null;
        }
        List<FieldError> faults = ProxyRules.faults(spec);
        if (!faults.isEmpty()) {
            throw ApiException.badRequest(faults.getFirst().toString());
        }
        Map<String, String> headers = new TreeMap<>();
        spec.path("proxyHeader")
                .properties()
                .forEach(field -> headers.put(field.getKey(), field.getValue().asString("")));
        return new MemberProxy(URI.create(url), headers);
    }

    boolean isSocks() {
        return url.getScheme().startsWith("socks5");
    }

    boolean isSecured() {
        return url.getScheme().equals("https");
    }

    String host() {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    int port() {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return isSocks() ? SOCKS : isSecured() ? HTTPS : HTTP;
    }

    /** Where it is, without the name and the password that it may be entered with. */
    String address() {
        return url.getHost() + ":" + port();
    }

    @Override
    public String toString() {
        return "MemberProxy[" + address() + "]";
    }
}
