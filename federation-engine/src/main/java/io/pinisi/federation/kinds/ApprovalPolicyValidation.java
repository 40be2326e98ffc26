package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the schema of an ApprovalPolicy cannot say. */
public final class ApprovalPolicyValidation {
    /** Requests carry the name in a label. */
    private static final int NAME_MAX = 63;

    private ApprovalPolicyValidation() {}

    public static List<FieldError> validate(JsonNode policy) {
        FaultList faults = new FaultList();
        JsonNode name = policy.path("metadata").path("name");
        if (name.asString("").length() > NAME_MAX) {
            faults.invalid("metadata.name", name, "must be no more than 63 characters");
        }
        JsonNode spec = policy.path("spec");
        approvers(spec, faults);
        JsonNode scope = spec.path("scope");
        faults.selector(scope.path("namespaceSelector"), "spec.scope.namespaceSelector");
        faults.selector(scope.path("objectSelector"), "spec.scope.objectSelector");
        return faults.all();
    }

    /** An approval is a person's: what runs by itself agrees to nothing. */
    private static void approvers(JsonNode spec, FaultList faults) {
        JsonNode approvers = spec.path("approvers");
        Set<String> seen = new HashSet<>();
        int users = 0;
        for (int i = 0; i < approvers.size(); i++) {
            JsonNode approver = approvers.get(i);
            String path = "spec.approvers[" + i + "]";
            if (approver.path("name").asString("").startsWith("system:")) {
                faults.invalid(
                        path + ".name",
                        approver.path("name"),
                        "everybody and the system's own approve nothing");
            }
            if (!seen.add(approver.toString())) {
                faults.add(FieldError.duplicate(path, approver.toString()));
            }
            users += approver.path("kind").asString("").equals("User") ? 1 : 0;
        }
        int needed = spec.path("approvals").asInt(1);
        if (users == approvers.size() && users < needed) {
            faults.invalid(
                    "spec.approvals",
                    spec.path("approvals"),
                    "there are only " + users + " approvers");
        }
    }
}
