package io.pinisi.federation.door;

import io.pinisi.cluster.apiserver.ApiResponse.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which headers travel between caller and member. Identity and way stay at the hub; what concerns a
 * single connection is dropped by who carries the request.
 */
final class Luggage {
    private static final Set<String> KEPT_HERE =
            Set.of("audit-id", "authorization", "cookie", "forwarded", "host", "origin", "referer");
    private static final List<String> KEPT_HERE_PREFIXES =
            List.of("impersonate-", "x-remote-", "x-forwarded-", "proxy-");

    /** A member is not to act on the caller's client as if it were the hub. */
    private static final Set<String> NOT_BROUGHT_BACK =
            Set.of(
                    "alt-svc",
                    "audit-id",
                    "clear-site-data",
                    "date",
                    "server",
                    "set-cookie",
                    "strict-transport-security",
                    "www-authenticate",
                    "x-kubernetes-pf-flowschema-uid",
                    "x-kubernetes-pf-prioritylevel-uid");

    private Luggage() {}

    /**
     * @param headers by lower-case name
     */
    static Map<String, List<String>> there(Map<String, List<String>> headers) {
        Map<String, List<String>> kept = new HashMap<>(headers);
        kept.keySet().removeIf(Luggage::staysHere);
        return kept;
    }

    private static boolean staysHere(String name) {
        return KEPT_HERE.contains(name) || KEPT_HERE_PREFIXES.stream().anyMatch(name::startsWith);
    }

    /**
     * @param stem of the path by which the caller reached the member
     */
    static List<Header> back(List<Header> headers, String stem) {
        List<Header> kept = new ArrayList<>();
        for (Header header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.equals("location") && header.value().matches("/([^/].*)?")) {
                kept.add(new Header(header.name(), stem + header.value()));
            } else if (!NOT_BROUGHT_BACK.contains(name)) {
                kept.add(header);
            }
        }
        return kept;
    }
}
