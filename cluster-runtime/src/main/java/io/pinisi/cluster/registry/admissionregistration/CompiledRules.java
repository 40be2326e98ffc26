package io.pinisi.cluster.registry.admissionregistration;

import io.pinisi.cluster.admission.match.RequestValues;
import io.pinisi.cluster.machinery.expression.Expression;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Expressions;
import io.pinisi.cluster.registry.Faults;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Rules in CEL are compiled when they are written, so that a request never meets a broken one. */
final class CompiledRules {
    private static final Expressions OF_WEBHOOKS = Expressions.over(RequestValues.OF_WEBHOOKS);
    private static final Expressions OF_POLICIES = Expressions.over(RequestValues.OF_POLICIES);

    private static final Expressions OF_MUTATIONS = Expressions.changing(RequestValues.OF_POLICIES);

    private CompiledRules() {}

    static void checkWebhook(JsonNode conditions, String path, Faults faults) {
        checkAll(OF_WEBHOOKS, conditions, path, "expression", faults);
    }

    static void checkPolicy(JsonNode spec, Faults faults) {
        String conditions = "spec.matchConditions";
        checkAll(OF_POLICIES, spec.path("matchConditions"), conditions, "expression", faults);
        checkAll(OF_POLICIES, spec.path("variables"), "spec.variables", "expression", faults);
        String validations = "spec.validations";
        checkAll(OF_POLICIES, spec.path("validations"), validations, "expression", faults);
        checkAll(OF_POLICIES, spec.path("validations"), validations, "messageExpression", faults);
        String audits = "spec.auditAnnotations";
        checkAll(OF_POLICIES, spec.path("auditAnnotations"), audits, "valueExpression", faults);
    }

    /** Variables may hold parts of what mutations write out. */
    static void checkMutations(JsonNode spec, Faults faults) {
        String conditions = "spec.matchConditions";
        checkAll(OF_POLICIES, spec.path("matchConditions"), conditions, "expression", faults);
        checkAll(OF_MUTATIONS, spec.path("variables"), "spec.variables", "expression", faults);
        for (int i = 0; i < spec.path("mutations").size(); i++) {
            JsonNode mutation = spec.path("mutations").get(i);
            String path = "spec.mutations[" + i + "]";
            checkResult(
                    mutation.path("applyConfiguration"),
                    path + ".applyConfiguration.expression",
                    "Object",
                    Expression::isObject,
                    faults);
            checkResult(
                    mutation.path("jsonPatch"),
                    path + ".jsonPatch.expression",
                    "list(JSONPatch)",
                    Expression::isPatch,
                    faults);
        }
    }

    private static void checkResult(
            JsonNode patch, String path, String type, Predicate<Expression> wanted, Faults faults) {
        String text = patch.path("expression").asString("");
        if (text.isBlank()) {
            return;
        }
        try {
            if (!wanted.test(OF_MUTATIONS.compile(text))) {
                faults.invalid(path, text, "must evaluate to " + type);
            }
        } catch (ExpressionException e) {
            faults.invalid(path, text, e.words());
        }
    }

    private static void checkAll(
            Expressions expressions, JsonNode items, String path, String field, Faults faults) {
        for (int i = 0; i < items.size(); i++) {
            String text = items.get(i).path(field).asString("");
            if (text.isBlank()) {
                continue;
            }
            try {
                expressions.compile(text);
            } catch (ExpressionException e) {
                String why = String.valueOf(e.getMessage());
                faults.invalid(path + "[" + i + "]." + field, text, why);
            }
        }
    }
}
