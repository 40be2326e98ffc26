package io.pinisi.cluster.authz;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupResource;

/** The words of a refusal, which people and tools know by heart. */
public final class Forbidden {
    private Forbidden() {}

    public static ApiException exception(Attributes attributes, String reason) {
        if (!attributes.isResourceRequest()) {
            return new ApiException(
                    Reason.FORBIDDEN,
                    "forbidden: " + sentence(attributes) + (reason.isEmpty() ? "" : ": " + reason));
        }
        return ApiException.forbidden(
                new GroupResource(attributes.group(), attributes.resource()),
                attributes.name(),
                sentence(attributes) + (reason.isEmpty() ? "" : ": " + reason));
    }

    private static String sentence(Attributes attributes) {
        String who = "User \"" + attributes.user().name() + "\" cannot " + attributes.verb();
        if (!attributes.isResourceRequest()) {
            return who + " path \"" + attributes.path() + "\"";
        }
        String resource =
                attributes.subresource().isEmpty()
                        ? attributes.resource()
                        : attributes.resource() + "/" + attributes.subresource();
        String where =
                attributes.namespace().isEmpty()
                        ? " at the cluster scope"
                        : " in the namespace \"" + attributes.namespace() + "\"";
        return who
                + " resource \""
                + resource
                + "\" in API group \""
                + attributes.group()
                + "\""
                + where;
    }
}
