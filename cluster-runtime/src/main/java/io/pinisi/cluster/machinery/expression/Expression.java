package io.pinisi.cluster.machinery.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Map;

/**
 * A compiled rule.
 *
 * @param text as it was written
 */
public record Expression(String text, Program program) {

    /**
     * @param variables plain values, as {@link Values} makes them
     */
    public Object evaluate(Map<String, Object> variables) throws ExpressionException {
        try {
            return program.eval(variables);
        } catch (CelEvaluationException e) {
            throw new ExpressionException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether the rule holds; what is neither true nor false does not. */
    public boolean holds(Map<String, Object> variables) throws ExpressionException {
        return evaluate(variables) instanceof Boolean answer && answer;
    }
}
