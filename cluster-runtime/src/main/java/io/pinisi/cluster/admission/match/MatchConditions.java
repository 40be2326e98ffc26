package io.pinisi.cluster.admission.match;

import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.ExpressionException.Kind;
import io.pinisi.cluster.machinery.expression.cost.Budget;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The conditions ({@code matchConditions}) on which a webhook or a policy is asked at all. */
public record MatchConditions(Rules rules) {

    /**
     * One that does not hold settles it, even if another broke off.
     *
     * @throws ExpressionException of the first that broke off, where all others hold
     */
    public boolean hold(JsonNode conditions, Map<String, Object> values)
            throws ExpressionException {
        Budget budget = Budget.ofConditions();
        @Nullable ExpressionException broken = null;
        for (JsonNode condition : conditions) {
            try {
                if (!rules.of(condition.path("expression").asString("")).holds(values, budget)) {
                    return false;
                }
            } catch (ExpressionException e) {
                if (e.kind() == Kind.OUT_OF_BUDGET) {
                    throw e;
                }
                broken = broken == null ? e : broken;
            }
        }
        if (broken != null) {
            throw broken;
        }
        return true;
    }
}
