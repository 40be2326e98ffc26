package io.pinisi.cluster.machinery.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Absolute URLs and paths, and their parts. */
final class UrlFunctions {
    private static final CelType URL = OpaqueType.create("kubernetes.URL");
    private static final CelType TEXT = SimpleType.STRING;

    private UrlFunctions() {}

    static void add(FunctionSet functions) {
        functions
                .type(URL, URI.class)
                .global("url", URL, List.of(TEXT), a -> parse((String) a[0]))
                .global("isURL", SimpleType.BOOL, List.of(TEXT), a -> isUrl((String) a[0]));
        part(functions, "getScheme", URI::getScheme);
        part(functions, "getHost", URI::getRawAuthority);
        part(functions, "getHostname", UrlFunctions::hostname);
        part(functions, "getPort", url -> url.getPort() < 0 ? "" : String.valueOf(url.getPort()));
        part(functions, "getEscapedPath", URI::getRawPath);
        functions.member(
                "getQuery",
                MapType.create(TEXT, ListType.create(TEXT)),
                List.of(URL),
                a -> query((URI) a[0]));
    }

    private static void part(
            FunctionSet functions, String name, Function<URI, @Nullable String> reader) {
        functions.member(
                name,
                TEXT,
                List.of(URL),
                a -> {
                    String part = reader.apply((URI) a[0]);
                    return part == null ? "" : part;
                });
    }

    private static URI parse(String text) {
        try {
            URI url = new URI(text);
            if (url.isAbsolute() || text.startsWith("/")) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("URL parse error during conversion from string", e);
        }
        throw new IllegalArgumentException(
                "URL parse error during conversion from string: parse \""
                        + text
                        + "\": invalid URI for request");
    }

    private static boolean isUrl(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without the brackets that an address of IPv6 stands in. */
    private static @Nullable String hostname(URI url) {
        String host = url.getHost();
        return host != null && host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Map<String, List<String>> query(URI url) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        String raw = url.getRawQuery();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.computeIfAbsent(decoded(key), _ -> new ArrayList<>()).add(decoded(value));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
