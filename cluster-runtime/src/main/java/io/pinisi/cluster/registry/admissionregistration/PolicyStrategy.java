package io.pinisi.cluster.registry.admissionregistration;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Rules of {@code ValidatingAdmissionPolicy}. */
final class PolicyStrategy implements ResourceStrategy {
    private static final List<String> REASONS =
            List.of("Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");
    private static final List<String> FAILURES = List.of("Fail", "Ignore");
    private static final Pattern IDENTIFIER = Pattern.compile("[_a-zA-Z][_a-zA-Z0-9]*");
    private static final int MOST_AUDITS = 20;

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        checkCommon(spec, faults);
        JsonNode validations = spec.path("validations");
        JsonNode audits = spec.path("auditAnnotations");
        if (validations.isEmpty() && audits.isEmpty()) {
            faults.required(
                    "spec.validations",
                    "validations or auditAnnotations must contain at least one item");
            faults.required(
                    "spec.auditAnnotations",
                    "validations or auditAnnotations must contain at least one item");
        }
        for (int i = 0; i < validations.size(); i++) {
            checkValidation(validations.get(i), "spec.validations[" + i + "]", faults);
        }
        checkAudits(audits, faults);
        CompiledRules.checkPolicy(spec, faults);
    }

    /** What policies of every sort have to say. */
    static void checkCommon(JsonNode spec, Faults faults) {
        checkParam(spec, faults);
        JsonNode match = spec.path("matchConstraints");
        if (match.isMissingNode()) {
            faults.required("spec.matchConstraints", "");
        } else {
            checkMatch(match, "spec.matchConstraints", true, faults);
        }
        MatchRules.checkConditions(spec.path("matchConditions"), "spec.matchConditions", faults);
        FieldRules.checkChoice(
                spec.path("failurePolicy").asString(""), FAILURES, "spec.failurePolicy", faults);
        checkVariables(spec.path("variables"), faults);
    }

    private static void checkParam(JsonNode spec, Faults faults) {
        JsonNode kind = spec.get("paramKind");
        if (kind == null) {
            return;
        }
        FieldRules.isFilled(kind, "apiVersion", "spec.paramKind", faults);
        FieldRules.isFilled(kind, "kind", "spec.paramKind", faults);
    }

    static void checkMatch(JsonNode match, String path, boolean rulesNeeded, Faults faults) {
        if (rulesNeeded && match.path("resourceRules").isEmpty()) {
            faults.required(path + ".resourceRules", "");
        }
        MatchRules.checkSelectors(match, path, faults);
        MatchRules.checkRules(match.path("resourceRules"), path + ".resourceRules", faults);
        MatchRules.checkRules(
                match.path("excludeResourceRules"), path + ".excludeResourceRules", faults);
    }

    private static void checkVariables(JsonNode variables, Faults faults) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < variables.size(); i++) {
            String path = "spec.variables[" + i + "]";
            String name = variables.get(i).path("name").asString("");
            if (name.isEmpty()) {
                faults.required(path + ".name", "name is not specified");
            } else if (!IDENTIFIER.matcher(name).matches()) {
                faults.invalid(path + ".name", name, "name is not a valid CEL identifier");
            } else if (!names.add(name)) {
                faults.duplicate(path + ".name", name);
            }
            if (variables.get(i).path("expression").asString("").isBlank()) {
                faults.required(path + ".expression", "expression is not specified");
            }
        }
    }

    private static void checkValidation(JsonNode validation, String path, Faults faults) {
        if (validation.path("expression").asString("").isBlank()) {
            faults.required(path + ".expression", "expression is not specified");
        }
        String message = validation.path("message").asString("");
        if (validation.has("message") && message.isBlank()) {
            faults.invalid(path + ".message", message, "message must be non-empty if specified");
        } else if (message.contains("\n")) {
            faults.invalid(path + ".message", message, "message must not contain line breaks");
        }
        String reason = validation.path("reason").asString("");
        if (!reason.isEmpty()) {
            FieldRules.checkChoice(reason, REASONS, path + ".reason", faults);
        }
    }

    private static void checkAudits(JsonNode audits, Faults faults) {
        if (audits.size() > MOST_AUDITS) {
            faults.tooMany("spec.auditAnnotations", audits.size(), MOST_AUDITS);
        }
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < audits.size(); i++) {
            String path = "spec.auditAnnotations[" + i + "]";
            String key = audits.get(i).path("key").asString("");
            if (FieldRules.isFilled(audits.get(i), "key", path, faults)) {
                FieldRules.checkName(NameRule.QUALIFIED_PART, key, path + ".key", faults);
            }
            if (!keys.add(key)) {
                faults.duplicate(path + ".key", key);
            }
            if (audits.get(i).path("valueExpression").asString("").isBlank()) {
                faults.required(path + ".valueExpression", "valueExpression is not specified");
            }
        }
    }
}
