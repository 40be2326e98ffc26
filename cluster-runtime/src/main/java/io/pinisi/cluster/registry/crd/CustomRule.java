package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.expression.Expression;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Expressions;
import io.pinisi.cluster.machinery.expression.SchemaValues;
import io.pinisi.cluster.machinery.expression.cost.Budget;
import io.pinisi.cluster.registry.Faults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One rule of a schema.
 *
 * @param text the whole of it, as written in the schema
 * @param index its place among the rules of the schema
 * @param schema of the values that it judges
 * @param message reckons what to say; null where it is fixed
 * @param comparesWithOld whether it speaks of {@code oldSelf}
 */
record CustomRule(
        JsonNode text,
        int index,
        JsonNode schema,
        Expression expression,
        @Nullable Expression message,
        boolean comparesWithOld) {
    private static final Pattern OLD = Pattern.compile("\\boldSelf\\b");
    private static final List<String> VARIABLES = List.of("self", "oldSelf");
    private static final int LONGEST_MESSAGE = 5 * 1024;

    /** The compilers of one place, made when its first rule comes: each takes its time. */
    private static final class Compilers {
        private final JsonNode schema;
        private @Nullable Expressions plain;
        private @Nullable Expressions optional;

        Compilers(JsonNode schema) {
            this.schema = schema;
        }

        Expressions of(boolean optionalOld) {
            Expressions made = optionalOld ? optional : plain;
            if (made == null) {
                Set<String> absent = optionalOld ? Set.of("oldSelf") : Set.of();
                made = Expressions.over(VARIABLES, absent, schema);
                if (optionalOld) {
                    optional = made;
                } else {
                    plain = made;
                }
            }
            return made;
        }
    }

    /**
     * @param loose the part of the schema whose values have no counterpart in the state of before;
     *     empty where this value has one
     */
    static List<CustomRule> compileAll(
            JsonNode schema, String path, boolean root, String loose, Faults faults) {
        List<CustomRule> rules = new ArrayList<>();
        JsonNode written = schema.path(CustomRules.KEYWORD);
        if (written.isEmpty()) {
            return rules;
        }
        JsonNode judged = root ? asResource(schema) : schema;
        Compilers compilers = new Compilers(judged);
        for (int i = 0; i < written.size(); i++) {
            String at = path + "[" + i + "]";
            if (!RuleText.isSound(written.get(i), judged, at, faults)) {
                continue;
            }
            CustomRule rule = compile(written.get(i), i, judged, compilers, at, faults);
            if (rule != null) {
                rule.checkOld(loose, at, faults);
                rules.add(rule);
            }
        }
        return rules;
    }

    private static JsonNode asResource(JsonNode schema) {
        ObjectNode resource = schema.deepCopy().asObject();
        return resource.put("type", "object").put("x-kubernetes-embedded-resource", true);
    }

    private static @Nullable CustomRule compile(
            JsonNode written,
            int index,
            JsonNode schema,
            Compilers compilers,
            String path,
            Faults faults) {
        String text = written.path("rule").asString("");
        boolean old = OLD.matcher(text).find();
        boolean optional = written.path("optionalOldSelf").asBoolean(false);
        Expressions expressions = compilers.of(optional);
        Expression rule = compile(text, expressions, path + ".rule", faults);
        if (rule != null && !rule.isCondition()) {
            faults.invalid(path + ".rule", text, "cel expression must evaluate to a bool");
        }
        String reckoned = written.path("messageExpression").asString("");
        String at = path + ".messageExpression";
        Expression message = reckoned.isBlank() ? null : compile(reckoned, expressions, at, faults);
        if (message != null && !message.isText()) {
            faults.invalid(at, reckoned, "messageExpression must evaluate to a string");
        }
        return rule == null ? null : new CustomRule(written, index, schema, rule, message, old);
    }

    private static @Nullable Expression compile(
            String text, Expressions expressions, String path, Faults faults) {
        try {
            return expressions.compile(text);
        } catch (ExpressionException e) {
            faults.invalid(path, text, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void checkOld(String loose, String path, Faults faults) {
        if (comparesWithOld && !loose.isEmpty()) {
            faults.invalid(
                    path + ".rule",
                    expression.text(),
                    "oldSelf cannot be used on the uncorrelatable portion of the schema within "
                            + loose);
        } else if (!comparesWithOld && text.has("optionalOldSelf")) {
            faults.invalid(
                    path + ".optionalOldSelf",
                    text.path("optionalOldSelf"),
                    "may not be set if oldSelf is not used in rule");
        }
    }

    /** A rule that compares needs something to compare with, unless it says otherwise. */
    boolean judges(@Nullable JsonNode old) {
        return old != null || text.path("optionalOldSelf").asBoolean(false);
    }

    void judge(JsonNode value, @Nullable JsonNode old, String path, Faults faults, Budget budget) {
        Map<String, Object> values = new HashMap<>();
        values.put("self", SchemaValues.of(value, schema));
        values.put("oldSelf", before(old));
        String at = path.isEmpty() ? "<nil>" : path;
        try {
            if (!expression.holds(values, budget)) {
                fault(place(path), message(values, budget), faults);
            }
        } catch (ExpressionException e) {
            faults.invalid(at, type(), broken(e));
            if (e.kind() != ExpressionException.Kind.FAILED) {
                budget.close();
            }
        }
    }

    /** A value is named by its type, as it may be long. */
    private String type() {
        return schema.path("type").asString("");
    }

    private String broken(ExpressionException e) {
        return switch (e.kind()) {
            case FAILED ->
                    e.words().startsWith("no such overload")
                            ? "'"
                                    + e.words()
                                    + "': call arguments did not match a supported operator,"
                                    + " function or macro signature for rule: "
                                    + named()
                            : e.words() + " evaluating rule: " + named();
            case TOO_COSTLY ->
                    "'"
                            + e.words()
                            + "': no further validation rules will be run due to call cost exceeds"
                            + " limit for rule: "
                            + named();
            case OUT_OF_BUDGET -> e.words();
        };
    }

    private Object before(@Nullable JsonNode old) {
        if (text.path("optionalOldSelf").asBoolean(false)) {
            return old == null ? Optional.empty() : Optional.of(SchemaValues.of(old, schema));
        }
        return SchemaValues.of(old, schema);
    }

    private String place(String path) {
        String further = RulePath.of(text.path("fieldPath").asString(""), schema);
        if (path.isEmpty()) {
            return further.isEmpty() ? "<nil>" : further;
        }
        return further.isEmpty() || further.startsWith("[") ? path + further : path + "." + further;
    }

    private void fault(String path, String message, Faults faults) {
        switch (text.path("reason").asString("")) {
            case "FieldValueForbidden" -> faults.forbidden(path, message);
            case "FieldValueRequired" -> faults.required(path, message);
            case "FieldValueDuplicate" -> faults.duplicate(path, type());
            default -> faults.invalid(path, type(), message);
        }
    }

    private String named() {
        String fixed = text.path("message").asString("");
        return (fixed.isEmpty() ? expression.text() : fixed).strip();
    }

    private String said() {
        String fixed = text.path("message").asString("");
        return fixed.isEmpty() ? "failed rule: " + named() : fixed.strip();
    }

    private String message(Map<String, Object> values, Budget budget) {
        Expression reckoned = message;
        if (reckoned == null) {
            return said();
        }
        try {
            String sentence = String.valueOf(reckoned.evaluate(values, budget)).strip();
            boolean fit =
                    !sentence.isEmpty()
                            && !sentence.contains("\n")
                            && sentence.getBytes(StandardCharsets.UTF_8).length <= LONGEST_MESSAGE;
            return fit ? sentence : said();
        } catch (ExpressionException e) {
            return withoutMessage(e, reckoned, budget);
        }
    }

    private String withoutMessage(ExpressionException e, Expression reckoned, Budget budget) {
        return switch (e.kind()) {
            case FAILED -> said();
            case TOO_COSTLY -> {
                budget.close();
                yield "no further validation rules will be run due to call cost exceeds limit for"
                        + " messageExpression: \""
                        + reckoned.text()
                        + "\"";
            }
            case OUT_OF_BUDGET -> {
                budget.close();
                yield "messageExpression evaluation failed due to running out of cost budget, no"
                        + " further validation rules will be run";
            }
        };
    }
}
