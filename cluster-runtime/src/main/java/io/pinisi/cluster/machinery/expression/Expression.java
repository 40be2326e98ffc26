package io.pinisi.cluster.machinery.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Map;

/**
 * A compiled rule.
 *
 * @param text as it was written
 * @param type of the result, as far as it is known
 */
public record Expression(String text, Program program, CelType type) {

    /** Whether the result can be true or false. */
    public boolean isCondition() {
        return type.equals(SimpleType.BOOL) || type.equals(SimpleType.DYN);
    }

    /** Whether the result can be a sentence. */
    public boolean isText() {
        return type.equals(SimpleType.STRING) || type.equals(SimpleType.DYN);
    }

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
