package io.pinisi.cluster.machinery.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.pinisi.cluster.machinery.expression.cost.Budget;
import io.pinisi.cluster.machinery.expression.cost.CostEstimate;
import io.pinisi.cluster.machinery.expression.cost.CostMeter;
import io.pinisi.cluster.machinery.expression.cost.SchemaSizes;
import java.util.Map;

/** A compiled rule, which no run takes further than {@link Budget#OF_RULE}. */
public final class Expression {
    private static final CelType NOTHING = ListType.create(SimpleType.DYN);

    private final String text;
    private final CelRuntime.Program program;
    private final CelAbstractSyntaxTree tree;

    Expression(String text, CelRuntime.Program program, CelAbstractSyntaxTree tree) {
        this.text = text;
        this.program = program;
        this.tree = tree;
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    CelType type() {
        return tree.getResultType();
    }

    /** Whether the result can be true or false. */
    public boolean isCondition() {
        return type().equals(SimpleType.BOOL) || type().equals(SimpleType.DYN);
    }

    /** Whether the result can be a sentence. */
    public boolean isText() {
        return type().equals(SimpleType.STRING) || type().equals(SimpleType.DYN);
    }

    /** Whether the result is an object that is to be merged. */
    public boolean isObject() {
        return type().equals(Constructions.OBJECT);
    }

    /** Whether the result is a list of operations. */
    public boolean isPatch() {
        return type().equals(Constructions.PATCHES) || type().equals(NOTHING);
    }

    /** What one run can cost at most. */
    public long worstCost(SchemaSizes sizes) {
        return CostEstimate.of(tree, sizes);
    }

    /**
     * @param variables plain values, as {@link Values} makes them
     */
    public Object evaluate(Map<String, Object> variables) throws ExpressionException {
        return evaluate(variables, Budget.ofRule());
    }

    /**
     * @param budget pays for the run, also for one that breaks off
     */
    public Object evaluate(Map<String, Object> variables, Budget budget)
            throws ExpressionException {
        CostMeter meter = new CostMeter(Budget.OF_RULE);
        try {
            Object result = program.trace(variables, meter);
            settle(meter, budget);
            return result;
        } catch (CelEvaluationException e) {
            settle(meter, budget);
            throw new ExpressionException(Failures.words(e), e);
        }
    }

    private static void settle(CostMeter meter, Budget budget) throws ExpressionException {
        if (!budget.spend(meter.cost())) {
            throw ExpressionException.outOfBudget();
        }
        if (meter.isExceeded()) {
            throw ExpressionException.tooCostly();
        }
    }

    /** Whether the rule holds; what is neither true nor false does not. */
    public boolean holds(Map<String, Object> variables) throws ExpressionException {
        return holds(variables, Budget.ofRule());
    }

    public boolean holds(Map<String, Object> variables, Budget budget) throws ExpressionException {
        return evaluate(variables, budget) instanceof Boolean answer && answer;
    }
}
