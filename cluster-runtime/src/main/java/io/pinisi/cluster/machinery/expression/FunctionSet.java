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

    /** Bodies keep nothing between calls, which their type cannot say. */
    @SuppressWarnings("Immutable")
    private FunctionSet add(String name, CelOverloadDecl overload, Body body) {
        declared.computeIfAbsent(name, _ -> new ArrayList<>()).add(overload);
        List<Class<?>> carriers = new ArrayList<>();
        overload.parameterTypes().forEach(type -> carriers.add(carrier(type)));
        CelFunctionBinding binding =
                CelFunctionBinding.from(
                        overload.overloadId(),
                        carriers,
                        arguments -> {
                            try {
                                return body.apply(arguments);
                            } catch (IllegalArgumentException e) {
                                throw new CelEvaluationException(String.valueOf(e.getMessage()), e);
                            }
                        });
        bound.computeIfAbsent(name, _ -> new ArrayList<>()).add(binding);
        return this;
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
