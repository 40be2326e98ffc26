package io.pinisi.cluster.admission.policy;

import io.pinisi.cluster.admission.match.Rules;
import io.pinisi.cluster.machinery.expression.Expression;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs the rules of one policy over one request, with one parameter. */
record PolicyJudge(Rules rules) {
    private static final String INVALID = "Invalid";

    /**
     * What a policy says of a request.
     *
     * @param notes for the audit record
     */
    record Verdict(List<Judgement> judgements, Map<String, String> notes) {}

    /**
     * What is wrong with the request; a rule that breaks off counts as the policy's failurePolicy
     * says.
     *
     * @param request variables of the request
     */
    Verdict judge(JsonNode spec, Map<String, Object> request, @Nullable ObjectNode parameter) {
        Map<String, Object> values = new HashMap<>(request);
        values.put("params", Values.of(parameter));
        boolean ignore = spec.path("failurePolicy").asString("Fail").equals("Ignore");
        List<Judgement> judgements = new ArrayList<>();
        try {
            if (!applies(spec.path("matchConditions"), values)) {
                return new Verdict(List.of(), Map.of());
            }
        } catch (ExpressionException e) {
            Judgement broken = new Judgement(String.valueOf(e.getMessage()), INVALID, 0);
            return new Verdict(ignore ? List.of() : List.of(broken), Map.of());
        }
        values.put("variables", variables(spec.path("variables"), values));
        for (int i = 0; i < spec.path("validations").size(); i++) {
            JsonNode validation = spec.path("validations").get(i);
            String text = validation.path("expression").asString("");
            try {
                if (!rules.of(text).holds(values)) {
                    judgements.add(failed(validation, i, values));
                }
            } catch (ExpressionException e) {
                if (!ignore) {
                    judgements.add(broken(text, i, e));
                }
            }
        }
        Map<String, String> notes = new LinkedHashMap<>();
        for (JsonNode audit : spec.path("auditAnnotations")) {
            String text = audit.path("valueExpression").asString("");
            try {
                if (rules.of(text).evaluate(values) instanceof String note && !note.isBlank()) {
                    notes.put(audit.path("key").asString(""), note.strip());
                }
            } catch (ExpressionException e) {
                if (!ignore) {
                    judgements.add(broken(text, 0, e));
                }
            }
        }
        return new Verdict(judgements, notes);
    }

    private static Judgement broken(String text, int index, ExpressionException e) {
        String words = "expression '" + text + "' resulted in error: " + e.getMessage();
        return new Judgement(words, INVALID, index);
    }

    private boolean applies(JsonNode conditions, Map<String, Object> values)
            throws ExpressionException {
        for (JsonNode condition : conditions) {
            if (!rules.of(condition.path("expression").asString("")).holds(values)) {
                return false;
            }
        }
        return true;
    }

    /** A variable that breaks off is absent, and so breaks off the rules that speak of it. */
    private Map<String, Object> variables(JsonNode variables, Map<String, Object> values) {
        Map<String, Object> known = new HashMap<>();
        Map<String, Object> inside = new HashMap<>(values);
        inside.put("variables", known);
        for (JsonNode variable : variables) {
            try {
                Expression rule = rules.of(variable.path("expression").asString(""));
                known.put(variable.path("name").asString(""), rule.evaluate(inside));
            } catch (ExpressionException e) {
                known.remove(variable.path("name").asString(""));
            }
        }
        return known;
    }

    private Judgement failed(JsonNode validation, int index, Map<String, Object> values) {
        String expression = validation.path("expression").asString("");
        String message = validation.path("message").asString("");
        String computed = computed(validation.path("messageExpression").asString(""), values);
        String text =
                !computed.isBlank()
                        ? computed
                        : message.isBlank() ? "failed expression: " + expression : message.strip();
        return new Judgement(text, validation.path("reason").asString(INVALID), index);
    }

    /** A message that cannot be reckoned is left to the other ways of saying it. */
    private String computed(String expression, Map<String, Object> values) {
        if (expression.isBlank()) {
            return "";
        }
        try {
            return rules.of(expression).evaluate(values) instanceof String text ? text.strip() : "";
        } catch (ExpressionException e) {
            return "";
        }
    }
}
