package io.pinisi.federation.interpreter;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A ResourceInterpreterCustomization, read: the scripts of one kind. */
public record Customization(String name, GroupVersionKind kind, Map<Operation, Script> scripts) {
    private static final String SCRIPTS = "spec.customizations";

    public Customization {
        scripts = Map.copyOf(scripts);
    }

    static Customization of(JsonNode object, Sandbox sandbox) {
        JsonNode target = object.path("spec").path("target");
        Map<Operation, Script> scripts = new EnumMap<>(Operation.class);
        for (Operation operation : Operation.values()) {
            String source = source(object, operation);
            if (!source.isBlank()) {
                scripts.put(
                        operation,
                        sandbox.compile(operation.field(), operation.function(), source));
            }
        }
        return new Customization(
                Metadata.of(object).name(),
                GroupVersionKind.of(
                        target.path("apiVersion").asString(""), target.path("kind").asString("")),
                scripts);
    }

    /** What is wrong with it, script by script. */
    static List<FieldError> faults(JsonNode object, Sandbox sandbox) {
        List<FieldError> faults = new ArrayList<>();
        JsonNode target = object.path("spec").path("target");
        for (String field : List.of("apiVersion", "kind")) {
            if (target.path(field).asString("").isEmpty()) {
                faults.add(FieldError.required("spec.target." + field, ""));
            }
        }
        for (Operation operation : Operation.values()) {
            String source = source(object, operation);
            try {
                if (!source.isBlank()) {
                    sandbox.compile(operation.field(), operation.function(), source);
                }
            } catch (ScriptException e) {
                faults.add(
                        FieldError.invalid(
                                SCRIPTS + "." + operation.field() + ".luaScript",
                                "\"...\"",
                                String.valueOf(e.getMessage())));
            }
        }
        return faults;
    }

    private static String source(JsonNode object, Operation operation) {
        return object.path("spec")
                .path("customizations")
                .path(operation.field())
                .path("luaScript")
                .asString("");
    }
}
