package io.pinisi.cluster.machinery.expression.cost;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import io.pinisi.cluster.machinery.expression.cost.Argument.Measured;
import io.pinisi.cluster.machinery.expression.cost.CallCosts.Call;
import io.pinisi.cluster.machinery.expression.cost.CallCosts.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds up what one run of a rule costs, step by step, and ends it when that is too much. The run is
 * over when {@link #isExceeded} says so, whatever came out: operators that forgive failures may
 * have caught the one that ended it.
 */
public final class CostMeter implements CelEvaluationListener {
    static final long LIST = 10;
    static final long MAP = 30;
    static final long STRUCT = 40;
    private static final String INDEX = "_[_]";

    /** What costs nothing but what it chooses between. */
    private static final Set<String> OPERATORS = Set.of("_&&_", "_||_", "_?_:_");

    private static final Set<String> DECIDED_BY_SECOND =
            Set.of("@in", "in", "_in_", "containsIP", "containsCIDR");

    private final long limit;
    private final Map<Long, Object> values = new HashMap<>();
    private long cost;
    private long tested = -1;

    public CostMeter(long limit) {
        this.limit = limit;
    }

    /** Ends a run. */
    private static final class LimitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LimitException() {
            super("operation cancelled: actual cost limit exceeded", null, false, false);
        }
    }

    @Override
    public void callback(CelExpr step, Object value) {
        values.put(step.id(), value);
        cost = Range.sum(cost, cost(step, value));
        if (isExceeded()) {
            throw new LimitException();
        }
    }

    public boolean isExceeded() {
        return cost > limit;
    }

    public long cost() {
        return cost;
    }

    private long cost(CelExpr step, Object value) {
        return switch (step.getKind()) {
            case IDENT -> 1;
            case SELECT -> select(step);
            case CALL -> call(step, value);
            case LIST -> LIST;
            case MAP -> MAP;
            case STRUCT -> STRUCT;
            case CONSTANT, COMPREHENSION, NOT_SET -> 0;
        };
    }

    /** A path is one step of the run, and costs one for each of its names. */
    private long select(CelExpr step) {
        boolean test = step.select().testOnly();
        if (test && tested == step.id()) {
            tested = -1; // a test of presence is reported twice
            return 0;
        }
        tested = test ? step.id() : -1;
        long names = test ? 0 : 1;
        CelExpr at = step.select().operand();
        while (at.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            names++;
            at = at.select().operand();
        }
        boolean goesOn =
                at.getKind() == CelExpr.ExprKind.Kind.CALL && at.call().function().equals(INDEX);
        return goesOn ? names : names + 1;
    }

    private long call(CelExpr step, Object value) {
        String function = step.call().function();
        if (OPERATORS.contains(function)) {
            return 0;
        }
        List<CelExpr> wanted = new ArrayList<>();
        step.call().target().ifPresent(wanted::add);
        wanted.addAll(step.call().args());
        List<Argument> arguments = new ArrayList<>();
        for (CelExpr argument : wanted) {
            Object given = values.get(argument.id());
            if (given == null) {
                return 1; // an operator that could do without
            }
            arguments.add(new Measured(given));
        }
        Call call = new Call(function, variant(function, arguments), arguments);
        return CallCosts.of(call, Measured.size(value));
    }

    private static Variant variant(String function, List<Argument> arguments) {
        boolean second = DECIDED_BY_SECOND.contains(function) && arguments.size() > 1;
        if (arguments.isEmpty() || !(arguments.get(second ? 1 : 0) instanceof Measured decider)) {
            return Variant.OTHER;
        }
        return switch (decider.value()) {
            case String _, CelByteString _ -> Variant.TEXT;
            case List<?> _ -> Variant.LIST;
            default -> Variant.OTHER;
        };
    }
}
