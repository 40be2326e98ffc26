package io.pinisi.cluster.admission.policy;

import io.pinisi.cluster.admission.match.MatchConditions;
import io.pinisi.cluster.admission.match.Rules;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.ExpressionException.Kind;
import io.pinisi.cluster.machinery.expression.Values;
import io.pinisi.cluster.machinery.expression.cost.Budget;
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
    record Verdict(List<Judgement> judgements, Map<String, String> notes) {
        static final Verdict NOTHING = new Verdict(List.of(), Map.of());

        static Verdict of(ExpressionException e) {
            return new Verdict(List.of(new Judgement(e.words(), INVALID, 0)), Map.of());
        }
    }

    /**
     * What is wrong with the request; a rule that breaks off counts as the policy's failurePolicy
     * says.
     *
     * @param request variables of the request
     */
    Verdict judge(JsonNode spec, Map<String, Object> request, @Nullable ObjectNode parameter) {
        Map<String, Object> values = new HashMap<>(request);
        values.put("params", Values.of(parameter));
        try {
            if (!new MatchConditions(rules).hold(spec.path("matchConditions"), values)) {
                return Verdict.NOTHING;
            }
        } catch (ExpressionException e) {
            return isForgiving(spec) ? Verdict.NOTHING : Verdict.of(e);
        }
        Budget budget = Budget.ofObject();
        values.put("variables", new Variables(rules, spec.path("variables"), values, budget));
        Run run = new Run(spec, values, budget, new ArrayList<>(), new LinkedHashMap<>());
        try {
            judge(run);
            note(run);
        } catch (ExpressionException e) {
            return isForgiving(spec) ? Verdict.NOTHING : Verdict.of(e);
        }
        return new Verdict(run.judgements(), run.notes());
    }

    private static boolean isForgiving(JsonNode spec) {
        return spec.path("failurePolicy").asString("Fail").equals("Ignore");
    }

    /** One policy over one request, with what has been said so far. */
    private record Run(
            JsonNode spec,
            Map<String, Object> values,
            Budget budget,
            List<Judgement> judgements,
            Map<String, String> notes) {

        /** Goes on after a rule that broke off, unless it took what others need. */
        void broken(String text, int index, ExpressionException e) throws ExpressionException {
            if (e.kind() == Kind.OUT_OF_BUDGET) {
                throw e;
            }
            if (!isForgiving(spec)) {
                String words = "expression '" + text + "' resulted in error: " + e.words();
                judgements.add(new Judgement(words, INVALID, index));
            }
        }
    }

    private void judge(Run run) throws ExpressionException {
        JsonNode validations = run.spec().path("validations");
        for (int i = 0; i < validations.size(); i++) {
            JsonNode validation = validations.get(i);
            String text = validation.path("expression").asString("");
            try {
                if (!rules.of(text).holds(run.values(), run.budget())) {
                    run.judgements().add(failed(validation, i, run));
                }
            } catch (ExpressionException e) {
                run.broken(text, i, e);
            }
        }
    }

    private void note(Run run) throws ExpressionException {
        for (JsonNode audit : run.spec().path("auditAnnotations")) {
            String text = audit.path("valueExpression").asString("");
            try {
                if (rules.of(text).evaluate(run.values(), run.budget()) instanceof String note
                        && !note.isBlank()) {
                    run.notes().put(audit.path("key").asString(""), note.strip());
                }
            } catch (ExpressionException e) {
                run.broken(text, 0, e);
            }
        }
    }

    private Judgement failed(JsonNode validation, int index, Run run) throws ExpressionException {
        String expression = validation.path("expression").asString("");
        String message = validation.path("message").asString("");
        String computed = computed(validation.path("messageExpression").asString(""), run);
        String text =
                !computed.isBlank()
                        ? computed
                        : message.isBlank() ? "failed expression: " + expression : message.strip();
        return new Judgement(text, validation.path("reason").asString(INVALID), index);
    }

    /** A message that cannot be reckoned is left to the other ways of saying it. */
    private String computed(String expression, Run run) throws ExpressionException {
        if (expression.isBlank()) {
            return "";
        }
        try {
            return rules.of(expression).evaluate(run.values(), run.budget()) instanceof String text
                    ? text.strip()
                    : "";
        } catch (ExpressionException e) {
            if (e.kind() == Kind.OUT_OF_BUDGET) {
                throw e;
            }
            return "";
        }
    }
}
