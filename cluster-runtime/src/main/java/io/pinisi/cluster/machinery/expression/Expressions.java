package io.pinisi.cluster.machinery.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import io.pinisi.cluster.machinery.expression.cost.Budget;
import io.pinisi.cluster.machinery.expression.cost.SchemaSizes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Compiles rules that may speak of certain variables. */
public final class Expressions {
    /** Longer rules are refused. */
    private static final int MOST_CHARACTERS = 100_000;

    /** Steps of all loops of one evaluation together, each of which costs something. */
    private static final int MOST_STEPS = (int) Budget.OF_RULE;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableHeterogeneousNumericComparisons(true)
                    .enableOptionalSyntax(true)
                    .maxExpressionCodePointSize(MOST_CHARACTERS)
                    .comprehensionMaxIterations(MOST_STEPS)
                    .build();

    private final Cel cel;
    private final Language language;

    /** What rules are for. */
    private enum Language {
        JUDGING,
        /** They may also write out objects and patches. */
        CHANGING
    }

    private Expressions(Cel cel) {
        this(cel, Language.JUDGING);
    }

    private Expressions(Cel cel, Language language) {
        this.cel = cel;
        this.language = language;
    }

    /** Rules over values of any type that say how an object is to become. */
    public static Expressions changing(List<String> variables) {
        CelBuilder builder = builder();
        Constructions.addTo(builder);
        for (String variable : variables) {
            builder.addVar(variable, SimpleType.DYN);
        }
        return new Expressions(builder.build(), Language.CHANGING);
    }

    /** Rules over values of any type. */
    public static Expressions over(List<String> variables) {
        CelBuilder builder = builder();
        for (String variable : variables) {
            builder.addVar(variable, SimpleType.DYN);
        }
        return new Expressions(builder.build());
    }

    /**
     * Rules over values of the type that a schema declares, as {@link SchemaValues} makes them.
     *
     * @param optional of the variables those that may have no value, and say so
     */
    public static Expressions over(List<String> variables, Set<String> optional, JsonNode schema) {
        SchemaTypes types = new SchemaTypes();
        CelType type = types.typeOf(schema, "selfType");
        CelBuilder builder = builder().setTypeProvider(types.provider());
        for (String variable : variables) {
            builder.addVar(
                    variable, optional.contains(variable) ? OptionalType.create(type) : type);
        }
        return new Expressions(builder.build());
    }

    /**
     * Rules over values of several types.
     *
     * @param schemas by the name of the variable; an empty one is of any type
     * @param reckoned what is known of {@code variables}: each is of the type of its rule, or of
     *     any where that could not be compiled
     */
    public static Expressions typed(
            Map<String, JsonNode> schemas, Map<String, Optional<Expression>> reckoned) {
        SchemaTypes types = new SchemaTypes();
        CelBuilder builder = builder();
        Map<JsonNode, CelType> known = new HashMap<>();
        schemas.forEach(
                (name, schema) ->
                        builder.addVar(
                                name,
                                known.computeIfAbsent(
                                        schema, fresh -> types.typeOf(fresh, name + "Type"))));
        Map<String, CelType> variables = new LinkedHashMap<>();
        reckoned.forEach(
                (name, rule) ->
                        variables.put(
                                name, rule.<CelType>map(Expression::type).orElse(SimpleType.DYN)));
        builder.addVar("variables", types.struct("variablesType", variables));
        return new Expressions(builder.setTypeProvider(types.provider()).build());
    }

    /** How large values under a schema can become, for {@link Expression#worstCost}. */
    public static SchemaSizes sizes(JsonNode schema) {
        return SchemaSizes.of(schema, name -> FieldNames.escaped(name).orElse(name));
    }

    private static CelBuilder builder() {
        CelBuilder builder =
                CelFactory.plannerCelBuilder()
                        .setOptions(OPTIONS)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .addCompilerLibraries(
                                CelExtensions.strings(),
                                CelExtensions.optional(),
                                CelExtensions.sets(OPTIONS),
                                CelExtensions.comprehensions(),
                                CelExtensions.bindings())
                        .addRuntimeLibraries(
                                CelExtensions.strings(),
                                CelExtensions.optional(),
                                CelExtensions.sets(OPTIONS),
                                CelExtensions.comprehensions());
        KubernetesFunctions.addTo(builder);
        return builder;
    }

    /**
     * @throws ExpressionException with the compiler's words
     */
    public Expression compile(String text) throws ExpressionException {
        try {
            CelAbstractSyntaxTree ast = checked(text);
            return new Expression(text, cel.createProgram(ast), ast);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new ExpressionException("compilation failed: " + e.getMessage(), e);
        }
    }

    private CelAbstractSyntaxTree checked(String text)
            throws CelValidationException, ExpressionException {
        return switch (language) {
            case JUDGING -> cel.compile(text).getAst();
            case CHANGING -> cel.check(Constructions.rewritten(cel.parse(text).getAst())).getAst();
        };
    }
}
