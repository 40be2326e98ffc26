package io.pinisi.cluster.machinery.expression;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions to be added to an environment: each overload declared and bound in one line. */
final class FunctionSet {
    private final Map<String, List<CelOverloadDecl>> declared = new LinkedHashMap<>();
    private final Map<String, List<CelFunctionBinding>> bound = new LinkedHashMap<>();
    private final Map<CelType, Class<?>> classes = new LinkedHashMap<>();

    /** What a function does; one that throws an {@link IllegalArgumentException} breaks off. */
    @FunctionalInterface
    interface Body {
        Object apply(Object[] arguments);
    }

    FunctionSet() {
        type(SimpleType.STRING, String.class);
        type(SimpleType.INT, Long.class);
        type(SimpleType.DOUBLE, Double.class);
        type(SimpleType.DURATION, java.time.Duration.class);
    }

    /** Which class carries values of a type. */
    FunctionSet type(CelType type, Class<?> carrier) {
        classes.put(type, carrier);
        return this;
    }

    FunctionSet global(String name, CelType result, List<CelType> parameters, Body body) {
        String id = id(name, parameters);
        return add(name, CelOverloadDecl.newGlobalOverload(id, result, parameters), body);
    }

    /** Called on its first parameter. */
    FunctionSet member(String name, CelType result, List<CelType> parameters, Body body) {
        String id = id("on_" + name, parameters);
        return add(name, CelOverloadDecl.newMemberOverload(id, result, parameters), body);
    }

    private static String id(String name, List<CelType> parameters) {
        StringBuilder id = new StringBuilder("k8s_" + name.replace('.', '_'));
        for (CelType parameter : parameters) {
            id.append('_').append(parameter.name().replaceAll("\\W", "_"));
            parameter.parameters().forEach(inner -> id.append('_').append(inner.name()));
        }
        return id.toString().replaceAll("\\W", "_");
    }

    private FunctionSet add(String name, CelOverloadDecl overload, Body body) {
        declared.computeIfAbsent(name, _ -> new ArrayList<>()).add(overload);
        List<Class<?>> carriers = new ArrayList<>();
        overload.parameterTypes().forEach(type -> carriers.add(carrier(type)));
        bound.computeIfAbsent(name, _ -> new ArrayList<>())
                .add(binding(overload.overloadId(), carriers, body));
        return this;
    }

    /**
     * The runtime chooses among overloads only where they were bound by their number of arguments.
     * Bodies keep nothing between calls, which their type cannot say.
     */
    @SuppressWarnings("Immutable")
    private static CelFunctionBinding binding(String id, List<Class<?>> carriers, Body body) {
        return switch (carriers.size()) {
            case 1 -> unary(id, carriers.getFirst(), body);
            case 2 -> binary(id, carriers.getFirst(), carriers.getLast(), body);
            default -> CelFunctionBinding.from(id, carriers, arguments -> run(body, arguments));
        };
    }

    @SuppressWarnings("Immutable")
    private static <T> CelFunctionBinding unary(String id, Class<T> carrier, Body body) {
        return CelFunctionBinding.from(id, carrier, argument -> run(body, argument));
    }

    @SuppressWarnings("Immutable")
    private static <T, U> CelFunctionBinding binary(
            String id, Class<T> first, Class<U> second, Body body) {
        return CelFunctionBinding.from(id, first, second, (one, other) -> run(body, one, other));
    }

    private static Object run(Body body, Object... arguments) throws CelEvaluationException {
        try {
            return body.apply(arguments);
        } catch (IllegalArgumentException e) {
            throw new CelEvaluationException(String.valueOf(e.getMessage()), e);
        }
    }

    private Class<?> carrier(CelType type) {
        return type instanceof ListType ? List.class : classes.getOrDefault(type, Object.class);
    }

    void addTo(CelBuilder builder) {
        declared.forEach(
                (name, overloads) ->
                        builder.addFunctionDeclarations(
                                CelFunctionDecl.newFunctionDeclaration(name, overloads)));
        bound.forEach(
                (name, bindings) ->
                        builder.addFunctionBindings(
                                CelFunctionBinding.fromOverloads(name, bindings)));
    }
}
