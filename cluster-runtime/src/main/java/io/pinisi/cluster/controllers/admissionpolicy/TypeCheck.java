package io.pinisi.cluster.controllers.admissionpolicy;

import io.pinisi.cluster.machinery.expression.Expression;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Expressions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Compiles the rules of one policy against every type that it names. Rules are accepted without
 * types, as a policy may be about any; what the compiler says here is only told.
 *
 * @param types schemas by kind
 * @param parameter of the policy's parameters; null where they could be anything
 */
record TypeCheck(Map<GroupVersionKind, JsonNode> types, @Nullable JsonNode parameter) {
    private static final String FAILED = "compilation failed: ";
    private static final JsonNode ANY = Json.object();

    /** What the original lets rules know of requests and namespaces. */
    private static final JsonNode FRAME =
            Yaml.parse(
                            """
                            request:
                              type: object
                              properties:
                                kind: &kind {type: object, properties: {group: &text {type: string}, version: *text, kind: *text}}
                                resource: &resource {type: object, properties: {group: *text, version: *text, resource: *text}}
                                subResource: *text
                                requestKind: *kind
                                requestResource: *resource
                                requestSubResource: *text
                                name: *text
                                namespace: *text
                                operation: *text
                                userInfo:
                                  type: object
                                  properties:
                                    username: *text
                                    uid: *text
                                    groups: &texts {type: array, items: *text}
                                    extra: {type: object, additionalProperties: *texts}
                                dryRun: {type: boolean}
                                options: {}
                            namespaceObject:
                              type: object
                              properties:
                                metadata:
                                  type: object
                                  properties:
                                    name: *text
                                    generateName: *text
                                    namespace: *text
                                    labels: &map {type: object, additionalProperties: *text}
                                    annotations: *map
                                    uid: *text
                                    creationTimestamp: &time {type: string, format: date-time}
                                    deletionGracePeriodSeconds: &number {type: integer}
                                    deletionTimestamp: *time
                                    generation: *number
                                    resourceVersion: *text
                                    finalizers: *texts
                                spec: {type: object, properties: {finalizers: *texts}}
                                status: {type: object, properties: {phase: *text}}
                            """)
                    .getFirst();

    /** The warnings, as {@code status.typeChecking.expressionWarnings} has them. */
    ArrayNode warnings(JsonNode policy) {
        Map<GroupVersionKind, Expressions> compilers = new LinkedHashMap<>();
        types.forEach((kind, schema) -> compilers.put(kind, compiler(policy, schema)));
        ArrayNode warnings = Json.mapper().createArrayNode();
        JsonNode validations = policy.path("spec").path("validations");
        for (int i = 0; i < validations.size(); i++) {
            for (String field : List.of("expression", "messageExpression")) {
                String rule = validations.get(i).path(field).asString("");
                String warning = rule.isBlank() ? "" : warning(rule, compilers);
                if (!warning.isEmpty()) {
                    warnings.addObject()
                            .put("fieldRef", "spec.validations[" + i + "]." + field)
                            .put("warning", warning);
                }
            }
        }
        return warnings;
    }

    private static String warning(String rule, Map<GroupVersionKind, Expressions> compilers) {
        StringJoiner all = new StringJoiner("\n");
        compilers.forEach(
                (kind, compiler) -> {
                    try {
                        compiler.compile(rule);
                    } catch (ExpressionException e) {
                        String why = e.words().replaceFirst("^" + FAILED, "");
                        all.add(named(kind) + ": " + why);
                    }
                });
        return all.toString();
    }

    private static String named(GroupVersionKind kind) {
        String version =
                kind.group().isEmpty() ? "/" + kind.version() : kind.group() + "/" + kind.version();
        return version + ", Kind=" + kind.kind();
    }

    /** Variables of the policy come one by one, as each may speak of those before it. */
    private Expressions compiler(JsonNode policy, JsonNode schema) {
        Map<String, JsonNode> known = new LinkedHashMap<>();
        known.put("object", schema);
        known.put("oldObject", schema);
        known.put("request", FRAME.path("request"));
        known.put("namespaceObject", FRAME.path("namespaceObject"));
        known.put("params", parameter == null ? ANY : parameter);
        known.put("authorizer", ANY);
        known.put("authorizer.requestResource", ANY);
        Map<String, Optional<Expression>> variables = new LinkedHashMap<>();
        Expressions compiler = Expressions.typed(known, variables);
        for (JsonNode variable : policy.path("spec").path("variables")) {
            Optional<Expression> compiled = compiled(compiler, variable);
            variables.put(variable.path("name").asString(""), compiled);
            compiler = Expressions.typed(known, variables);
        }
        return compiler;
    }

    private static Optional<Expression> compiled(Expressions compiler, JsonNode variable) {
        try {
            return Optional.of(compiler.compile(variable.path("expression").asString("")));
        } catch (ExpressionException e) {
            return Optional.empty();
        }
    }
}
