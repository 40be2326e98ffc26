package io.pinisi.cluster.admission.policy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.match.RequestMatch;
import tools.jackson.databind.JsonNode;

/** Whether the constraints of a policy, or of its binding, name a request. */
record PolicyMatch(RequestMatch match) {

    boolean matches(JsonNode constraints, AdmissionRequest request) {
        if (!constraints.isObject()) {
            return true;
        }
        JsonNode rules = constraints.path("resourceRules");
        return (rules.isEmpty() || RequestMatch.names(rules, request))
                && !RequestMatch.names(constraints.path("excludeResourceRules"), request)
                && match.selects(constraints, request);
    }
}
