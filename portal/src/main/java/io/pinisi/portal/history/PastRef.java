package io.pinisi.portal.history;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Names an object of the hub or of a member cluster, also one that is gone.
 *
 * @param source {@link PastScope#HUB} or the name of a cluster
 * @param resource in the form {@code deployments.apps}
 * @param namespace empty for objects without one
 */
public record PastRef(String source, String resource, String namespace, String name) {
    /** Of the hub. */
    public PastRef(String resource, String namespace, String name) {
        this(PastScope.HUB, resource, namespace, name);
    }

    /** The page of its past, at a moment or from now back. */
    public String path(@Nullable Instant at) {
        return "history/object?"
                + query("resource", resource)
                + "&"
                + query("namespace", namespace)
                + "&"
                + query("name", name)
                + (source.equals(PastScope.HUB) ? "" : "&" + query("source", source))
                + (at == null ? "" : "&" + query("at", at.toString()));
    }

    private static String query(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The resource without its group. */
    public String kind() {
        int dot = resource.indexOf('.');
        return dot < 0 ? resource : resource.substring(0, dot);
    }

    /** With its namespace, where it has one. */
    public String fullName() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
