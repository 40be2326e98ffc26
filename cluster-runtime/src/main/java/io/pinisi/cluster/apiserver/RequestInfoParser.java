package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.apiserver.RequestInfo.NonResourceRequest;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code /api/v1/…} and {@code /apis/GROUP/VERSION/…} paths. Knows no resources: that a
 * resource exists is looked up later, so that authorization does not reveal it.
 */
public final class RequestInfoParser {
    private static final Pattern ONE_NAME = Pattern.compile("(?:^|,)metadata\\.name==?([^,=!]+)");

    private RequestInfoParser() {}

    public static RequestInfo parse(ApiRequest request) {
        List<String> segments = segments(request.path());
        int prefix = prefixLength(segments);
        if (prefix == 0 || segments.size() <= prefix) {
            return new NonResourceRequest(
                    request.method().toLowerCase(Locale.ROOT), request.path());
        }
        String group = prefix == 2 ? "" : segments.get(1);
        String version = segments.get(prefix - 1);
        return resource(request, group, version, segments.subList(prefix, segments.size()));
    }

    private static int prefixLength(List<String> segments) {
        if (segments.isEmpty()) {
            return 0;
        }
        return switch (segments.getFirst()) {
            case "api" -> 2;
            case "apis" -> 3;
            default -> 0;
        };
    }

    private static ResourceRequest resource(
            ApiRequest request, String group, String version, List<String> parts) {
        String namespace = null;
        List<String> rest = parts;
        if (parts.getFirst().equals("namespaces") && group.isEmpty()) {
            namespace = parts.size() > 1 ? parts.get(1) : null;
        }
        if (parts.getFirst().equals("namespaces") && parts.size() > 2 && !ofNamespace(parts)) {
            namespace = parts.get(1);
            rest = parts.subList(2, parts.size());
        }
        String name = rest.size() > 1 ? rest.get(1) : null;
        String verb = verb(request, name);
        if (name == null && (verb.equals("list") || verb.equals("watch"))) {
            name = selectedName(request.query().first("fieldSelector"));
        }
        return new ResourceRequest(
                verb,
                request.path(),
                new GroupVersionResource(group, version, rest.getFirst()),
                rest.size() > 2 ? rest.get(2) : "",
                namespace,
                name,
                rest.size() > 3 ? rest.subList(3, rest.size()) : List.of());
    }

    private static boolean ofNamespace(List<String> parts) {
        return parts.get(2).equals("status") || parts.get(2).equals("finalize");
    }

    private static String verb(ApiRequest request, @Nullable String name) {
        boolean watch = request.query().flag("watch");
        return switch (request.method()) {
            case "GET", "HEAD" -> watch ? "watch" : name == null ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name == null ? "deletecollection" : "delete";
            default -> request.method().toLowerCase(Locale.ROOT);
        };
    }

    private static @Nullable String selectedName(String fieldSelector) {
        Matcher matcher = ONE_NAME.matcher(fieldSelector);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(8);
        int start = 1;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (end > start) {
                segments.add(decode(path.substring(start, end)));
            }
            start = end + 1;
        }
        return segments;
    }

    private static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("the path is not well encoded: " + e.getMessage());
        }
    }
}
