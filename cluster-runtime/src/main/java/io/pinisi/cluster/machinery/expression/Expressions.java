package io.pinisi.cluster.machinery.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import java.util.List;

/** Compiles rules that may speak of certain variables. */
public final class Expressions {
    /** Longer rules are refused. */
    private static final int MOST_CHARACTERS = 100_000;

    /** Steps through lists and maps, all loops of one evaluation together. */
    private static final int MOST_STEPS = 100_000;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .enableOptionalSyntax(true)
                    .maxExpressionCodePointSize(MOST_CHARACTERS)
                    .comprehensionMaxIterations(MOST_STEPS)
                    .build();

    private final Cel cel;

    private Expressions(Cel cel) {
        this.cel = cel;
    }

    public static Expressions over(List<String> variables) {
        CelBuilder builder =
                CelFactory.plannerCelBuilder()
                        .setOptions(OPTIONS)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .addCompilerLibraries(
                                CelExtensions.strings(),
                                CelExtensions.optional(),
                                CelExtensions.sets(OPTIONS),
                                CelExtensions.bindings())
                        .addRuntimeLibraries(
                                CelExtensions.strings(),
                                CelExtensions.optional(),
                                CelExtensions.sets(OPTIONS));
        for (String variable : variables) {
            builder.addVar(variable, SimpleType.DYN);
        }
        return new Expressions(builder.build());
    }

    /**
     * @throws ExpressionException with the compiler's words
     */
    public Expression compile(String text) throws ExpressionException {
        try {
            return new Expression(text, cel.createProgram(cel.compile(text).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new ExpressionException("compilation failed: " + e.getMessage(), e);
        }
    }
}
