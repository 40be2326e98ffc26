package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.expression.Expression;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Expressions;
import io.pinisi.cluster.machinery.expression.SchemaValues;
import io.pinisi.cluster.registry.Faults;
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
 * @param schema of the values that it judges
 * @param message reckons what to say; null where it is fixed
 * @param comparesWithOld whether it speaks of {@code oldSelf}
 */
record CustomRule(
        JsonNode text,
        JsonNode schema,
        Expression expression,
        @Nullable Expression message,
        boolean comparesWithOld) {
    private static final Pattern OLD = Pattern.compile("\\boldSelf\\b");
    private static final List<String> VARIABLES = List.of("self", "oldSelf");
    private static final List<String> REASONS =
            List.of(
                    "FieldValueDuplicate",
                    "FieldValueForbidden",
                    "FieldValueInvalid",
                    "FieldValueRequired");

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

    static List<CustomRule> compileAll(JsonNode schema, String path, boolean root, Faults faults) {
        List<CustomRule> rules = new ArrayList<>();
        JsonNode written = schema.path(CustomRules.KEYWORD);
        if (written.isEmpty()) {
            return rules;
        }
        JsonNode judged = root ? asResource(schema) : schema;
        Compilers compilers = new Compilers(judged);
        for (int i = 0; i < written.size(); i++) {
            CustomRule rule =
                    compile(written.get(i), judged, compilers, path + "[" + i + "]", faults);
            if (rule != null) {
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
            JsonNode written, JsonNode schema, Compilers compilers, String path, Faults faults) {
        String text = written.path("rule").asString("");
        if (text.isBlank()) {
            faults.required(path + ".rule", "rule is not specified");
            return null;
        }
        boolean old = OLD.matcher(text).find();
        boolean optional = written.path("optionalOldSelf").asBoolean(false);
        if (written.has("optionalOldSelf") && !old) {
            faults.invalid(
                    path + ".optionalOldSelf",
                    written.path("optionalOldSelf"),
                    "may not be set if oldSelf is not used in rule");
        }
        String reason = written.path("reason").asString("");
        if (!reason.isEmpty() && !REASONS.contains(reason)) {
            faults.notSupported(path + ".reason", reason, REASONS);
        }
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
        return rule == null ? null : new CustomRule(written, schema, rule, message, old);
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

    /** A rule that compares needs something to compare with, unless it says otherwise. */
    boolean judges(@Nullable JsonNode old) {
        return old != null || text.path("optionalOldSelf").asBoolean(false);
    }

    void judge(JsonNode value, @Nullable JsonNode old, String path, Faults faults) {
        Map<String, Object> values = new HashMap<>();
        values.put("self", SchemaValues.of(value, schema));
        values.put("oldSelf", before(old));
        String at = place(path);
        try {
            if (!expression.holds(values)) {
                fault(at, value, message(values), faults);
            }
        } catch (ExpressionException e) {
            faults.invalid(
                    at,
                    shown(value),
                    "rule evaluation failed: " + e.getMessage() + " evaluating rule: " + said());
        }
    }

    private Object before(@Nullable JsonNode old) {
        if (text.path("optionalOldSelf").asBoolean(false)) {
            return old == null ? Optional.empty() : Optional.of(SchemaValues.of(old, schema));
        }
        return SchemaValues.of(old, schema);
    }

    private String place(String path) {
        String further = text.path("fieldPath").asString("");
        return path.isEmpty() && further.startsWith(".") ? further.substring(1) : path + further;
    }

    /** An object is named by its type, as it may be long. */
    private static String shown(JsonNode value) {
        return value.isObject() ? "object" : value.isArray() ? "array" : value.asString("");
    }

    private void fault(String path, JsonNode value, String message, Faults faults) {
        switch (text.path("reason").asString("")) {
            case "FieldValueForbidden" -> faults.forbidden(path, message);
            case "FieldValueRequired" -> faults.required(path, message);
            case "FieldValueDuplicate" -> faults.duplicate(path, shown(value));
            default -> {
                if (value.isObject() || value.isArray()) {
                    faults.invalid(path, shown(value), message);
                } else {
                    faults.invalid(path, value, message);
                }
            }
        }
    }

    private String said() {
        String fixed = text.path("message").asString("");
        return fixed.isBlank() ? "failed rule: " + expression.text() : fixed.strip();
    }

    private String message(Map<String, Object> values) {
        Expression reckoned = message;
        if (reckoned == null) {
            return said();
        }
        try {
            return reckoned.evaluate(values) instanceof String sentence && !sentence.isBlank()
                    ? sentence.strip()
                    : said();
        } catch (ExpressionException e) {
            return said();
        }
    }
}
