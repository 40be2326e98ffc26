package io.pinisi.cluster.registry.admissionregistration;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.SelectorRules;
import io.pinisi.cluster.registry.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Rules of {@code ValidatingAdmissionPolicyBinding}. */
final class PolicyBindingStrategy implements ResourceStrategy {
    private static final List<String> ACTIONS = List.of("Audit", "Deny", "Warn");
    private static final List<String> NOT_FOUND = List.of("Allow", "Deny");

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        checkBinding(spec, faults);
        checkActions(spec.path("validationActions"), faults);
    }

    /** What bindings of every sort have to say. */
    static void checkBinding(JsonNode spec, Faults faults) {
        String policy = spec.path("policyName").asString("");
        if (policy.isEmpty()) {
            faults.required("spec.policyName", "");
        } else {
            FieldRules.checkName(NameRule.DNS_SUBDOMAIN, policy, "spec.policyName", faults);
        }
        if (spec.has("paramRef")) {
            checkParam(spec.path("paramRef"), faults);
        }
        PolicyStrategy.checkMatch(
                spec.path("matchResources"), "spec.matchResources", false, faults);
    }

    private static void checkParam(JsonNode reference, Faults faults) {
        boolean named = !reference.path("name").asString("").isEmpty();
        if (named && reference.has("selector")) {
            faults.forbidden("spec.paramRef.name", "name and selector are mutually exclusive");
        } else if (!named && !reference.has("selector")) {
            faults.required("spec.paramRef", "one of name or selector must be specified");
        }
        SelectorRules.check(reference.path("selector"), "spec.paramRef.selector", faults);
        String action = reference.path("parameterNotFoundAction").asString("");
        if (action.isEmpty()) {
            faults.required("spec.paramRef.parameterNotFoundAction", "");
        } else {
            FieldRules.checkChoice(
                    action, NOT_FOUND, "spec.paramRef.parameterNotFoundAction", faults);
        }
    }

    private static void checkActions(JsonNode actions, Faults faults) {
        if (actions.isEmpty()) {
            faults.required("spec.validationActions", "at least one validation action is required");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < actions.size(); i++) {
            String path = "spec.validationActions[" + i + "]";
            String action = actions.get(i).asString("");
            FieldRules.checkChoice(action, ACTIONS, path, faults);
            if (!seen.add(action)) {
                faults.duplicate(path, action);
            }
        }
        if (seen.containsAll(List.of("Deny", "Warn"))) {
            faults.invalid(
                    "spec.validationActions",
                    actions,
                    "must not contain both Deny and Warn (repeating the same validation failure"
                            + " information in the API response and headers serves no purpose)");
        }
    }
}
