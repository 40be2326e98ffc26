package io.pinisi.cluster.admission.match;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.expression.Permissions;
import io.pinisi.cluster.machinery.expression.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A request as rules in CEL see it. */
public final class RequestValues {
    /** What the user who asks may do. */
    private static final String AUTHORIZER = "authorizer";

    /** The same, of the resource that is asked for. */
    private static final String REQUESTED = "authorizer.requestResource";

    /** The variables of conditions of webhooks. */
    public static final List<String> OF_WEBHOOKS =
            List.of("object", "oldObject", "request", AUTHORIZER, REQUESTED);

    /** The variables of policies, which may also have parameters and variables of their own. */
    public static final List<String> OF_POLICIES =
            List.of(
                    "object",
                    "oldObject",
                    "request",
                    "namespaceObject",
                    "params",
                    "variables",
                    AUTHORIZER,
                    REQUESTED);

    private RequestValues() {}

    public static Map<String, Object> of(
            AdmissionRequest request,
            @Nullable ObjectNode namespace,
            Function<UserInfo, Permissions> permissions) {
        Map<String, Object> values = new HashMap<>();
        values.put("object", Values.of(request.object()));
        values.put("oldObject", Values.of(request.oldObject()));
        values.put("request", Values.of(ReviewedRequest.of(request)));
        values.put("namespaceObject", Values.of(namespace));
        Permissions own = permissions.apply(request.user());
        values.put(AUTHORIZER, own);
        values.put(REQUESTED, own.of(asked(request)));
        return values;
    }

    private static Permissions.Question asked(AdmissionRequest request) {
        return new Permissions.Question(
                "",
                request.resource().group(),
                request.resource().resource(),
                request.subresource(),
                Objects.requireNonNullElse(request.key().namespace(), ""),
                request.key().name(),
                "");
    }
}
