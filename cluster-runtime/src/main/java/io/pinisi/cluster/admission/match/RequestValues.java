package io.pinisi.cluster.admission.match;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.machinery.expression.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A request as rules in CEL see it. */
public final class RequestValues {
    /** The variables of conditions of webhooks. */
    public static final List<String> OF_WEBHOOKS = List.of("object", "oldObject", "request");

    /** The variables of policies, which may also have parameters and variables of their own. */
    public static final List<String> OF_POLICIES =
            List.of("object", "oldObject", "request", "namespaceObject", "params", "variables");

    private RequestValues() {}

    public static Map<String, Object> of(AdmissionRequest request, @Nullable ObjectNode namespace) {
        Map<String, Object> values = new HashMap<>();
        values.put("object", Values.of(request.object()));
        values.put("oldObject", Values.of(request.oldObject()));
        values.put("request", Values.of(ReviewedRequest.of(request)));
        values.put("namespaceObject", Values.of(namespace));
        return values;
    }
}
