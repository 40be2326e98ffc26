package io.pinisi.portal.history;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Names an object of the hub, also one that is gone.
 *
 * @param resource in the form {@code deployments.apps}
 * @param namespace empty for objects without one
 */
public record PastRef(String resource, String namespace, String name) {
    /** The page of its past, at a moment or from now back. */
    public String path(@Nullable Instant at) {
        return "history/object?"
                + query("resource", resource)
                + "&"
                + query("namespace", namespace)
                + "&"
                + query("name", name)
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
