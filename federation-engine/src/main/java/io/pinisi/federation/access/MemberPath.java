package io.pinisi.federation.access;

import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.kinds.FederationKinds;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a member is asked through the hub: the part of the path behind {@code
 * /apis/cluster.karmada.io/v1alpha1/clusters/NAME/proxy}. It is judged in the very form in which it
 * is sent on, so a path that two servers could read in two ways is refused.
 *
 * @param raw as it is sent on, with its escapes; begins with a slash
 * @param segments decoded
 */
public record MemberPath(String raw, List<String> segments) {
    /** What stands before it, as everything but the caller knows it. */
    public static final String PREFIX = "/apis/" + FederationKinds.CLUSTER_API + "/clusters/";

    public static final String SUBRESOURCE = "proxy";

    /** {@code /apis/GROUP/VERSION/clusters/NAME/proxy}. */
    private static final int OUTER_SEGMENTS = 6;

    private static final Set<String> SELF_REVIEWS =
            Set.of("selfsubjectreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews");

    public MemberPath {
        segments = List.copyOf(segments);
    }

    /** Whether somebody asks a member through the hub. */
    public static boolean isAsked(Attributes request) {
        return request.isResourceRequest()
                && request.group().equals(FederationKinds.CLUSTERS.group())
                && request.resource().equals(FederationKinds.CLUSTERS.resource())
                && request.subresource().equals(SUBRESOURCE);
    }

    /**
     * @param path of the request to the hub
     * @throws ApiException BadRequest where it is not plain
     */
    public static MemberPath of(String path) {
        String raw = behind(path);
        List<String> segments = new ArrayList<>();
        String[] parts = raw.substring(1).split("/", -1);
        boolean plain = true;
        for (int i = 0; i < parts.length; i++) {
            String part = decoded(parts[i]);
            boolean last = i == parts.length - 1;
            plain &= isStraight(part) && (!part.isEmpty() || last);
            plain &= leadsFurther(segments) || isName(part);
            if (!part.isEmpty()) {
                segments.add(part);
            }
        }
        if (!plain) {
            throw ApiException.badRequest("clusters are asked by plain paths only");
        }
        return new MemberPath(raw, segments);
    }

    private static String behind(String path) {
        int at = 0;
        for (int left = OUTER_SEGMENTS; left > 0 && at < path.length(); left--) {
            while (at < path.length() && path.charAt(at) == '/') {
                at++;
            }
            while (at < path.length() && path.charAt(at) != '/') {
                at++;
            }
        }
        return at == path.length() ? "/" : path.substring(at);
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("the path is not well encoded: " + e.getMessage());
        }
    }

    /** What a pod or a service serves has paths of its own. */
    private static boolean leadsFurther(List<String> segments) {
        return segments.contains(SUBRESOURCE);
    }

    /** Nothing that means another place than where it stands. */
    private static boolean isStraight(String part) {
        return Arrays.stream(part.split("[/\\\\]", -1))
                .map(step -> step.replaceFirst(";.*", ""))
                .noneMatch(step -> step.equals(".") || step.equals(".."));
    }

    /** As Kubernetes has names in paths. */
    private static boolean isName(String part) {
        return part.chars()
                .noneMatch(c -> c == '/' || c == '\\' || c == '%' || Character.isISOControl(c));
    }

    /** What every client asks before anything else. */
    public boolean isDiscovery() {
        return segments.isEmpty()
                || segments.getFirst().equals("version")
                || segments.getFirst().equals("openapi")
                || (segments.getFirst().equals("api") && segments.size() <= 2)
                || (segments.getFirst().equals("apis") && segments.size() <= 3);
    }

    /** Whether the caller asks about itself. */
    public boolean isSelfReview() {
        return segments.size() == 4
                && segments.getFirst().equals("apis")
                && segments.get(1).matches("(authentication|authorization)\\.k8s\\.io")
                && SELF_REVIEWS.contains(segments.getLast());
    }

    /** Empty where the request is not about one namespace, or about what is in it. */
    public String namespace() {
        int at = !segments.isEmpty() && segments.getFirst().equals("api") ? 2 : 3;
        boolean named = segments.size() > at + 1 && segments.get(at).equals("namespaces");
        return named ? segments.get(at + 1) : "";
    }
}
