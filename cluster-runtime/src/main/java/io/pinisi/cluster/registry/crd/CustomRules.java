package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.expression.Expression;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Expressions;
import io.pinisi.cluster.machinery.expression.Values;
import io.pinisi.cluster.registry.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rules of a custom resource's schema ({@code x-kubernetes-validations}), each at its place. A
 * rule that speaks of {@code oldSelf} judges changes only.
 *
 * @param rules of this value
 * @param properties rules of the fields of this object
 * @param items rules of the items of this list, or of the values of this map
 */
record CustomRules(
        List<Rule> rules, Map<String, CustomRules> properties, @Nullable CustomRules items) {
    static final String KEYWORD = "x-kubernetes-validations";
    private static final Pattern TRANSITION = Pattern.compile("\\boldSelf\\b");

    /** More of a list is not judged: such a schema has to bound its lists. */
    private static final int MOST_ITEMS = 10_000;

    CustomRules {
        rules = List.copyOf(rules);
        properties = Map.copyOf(properties);
    }

    /**
     * One rule.
     *
     * @param text the whole of it, as written in the schema
     * @param message reckons what to say; null where it is fixed
     * @param transition whether it compares with the old state
     */
    record Rule(
            JsonNode text,
            Expression expression,
            @Nullable Expression message,
            boolean transition) {}

    /** Made when the first rule comes: most definitions have none, and it takes its time. */
    private static final class Compiler {
        static final Expressions EXPRESSIONS = Expressions.over(List.of("self", "oldSelf"));
    }

    /** Compiles all rules of a schema; what cannot be compiled is a fault at its place. */
    static CustomRules compile(JsonNode schema, String path, Faults faults) {
        List<Rule> rules = new ArrayList<>();
        JsonNode written = schema.path(KEYWORD);
        for (int i = 0; i < written.size(); i++) {
            Rule rule = rule(written.get(i), path + "." + KEYWORD + "[" + i + "]", faults);
            if (rule != null) {
                rules.add(rule);
            }
        }
        Map<String, CustomRules> properties = new HashMap<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String at = path + ".properties[" + property.getKey() + "]";
            CustomRules inside = compile(property.getValue(), at, faults);
            if (!inside.isEmpty()) {
                properties.put(property.getKey(), inside);
            }
        }
        CustomRules items = null;
        for (String field : new String[] {"items", "additionalProperties"}) {
            if (schema.path(field).isObject()) {
                CustomRules inside = compile(schema.path(field), path + "." + field, faults);
                items = inside.isEmpty() ? items : inside;
            }
        }
        return new CustomRules(rules, properties, items);
    }

    private static @Nullable Rule rule(JsonNode written, String path, Faults faults) {
        String text = written.path("rule").asString("");
        if (text.isBlank()) {
            faults.required(path + ".rule", "rule is not specified");
            return null;
        }
        Expression expression = compile(text, path + ".rule", faults);
        String reckoned = written.path("messageExpression").asString("");
        Expression message =
                reckoned.isBlank() ? null : compile(reckoned, path + ".messageExpression", faults);
        return expression == null
                ? null
                : new Rule(written, expression, message, TRANSITION.matcher(text).find());
    }

    private static @Nullable Expression compile(String text, String path, Faults faults) {
        try {
            return Compiler.EXPRESSIONS.compile(text);
        } catch (ExpressionException e) {
            faults.invalid(path, text, String.valueOf(e.getMessage()));
            return null;
        }
    }

    boolean isEmpty() {
        return rules.isEmpty() && properties.isEmpty() && items == null;
    }

    void check(JsonNode value, @Nullable JsonNode old, String path, Faults faults) {
        for (Rule rule : rules) {
            if (!rule.transition() || old != null) {
                judge(rule, value, old, path, faults);
            }
        }
        properties.forEach(
                (name, inside) -> {
                    JsonNode field = value.get(name);
                    if (field != null && !field.isNull()) {
                        String at = path.isEmpty() ? name : path + "." + name;
                        inside.check(field, old == null ? null : old.get(name), at, faults);
                    }
                });
        if (items != null && value.isArray()) {
            for (int i = 0; i < Math.min(MOST_ITEMS, value.size()); i++) {
                items.check(value.get(i), null, path + "[" + i + "]", faults);
            }
        } else if (items != null) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                JsonNode before = old == null ? null : old.get(entry.getKey());
                items.check(entry.getValue(), before, path + "[" + entry.getKey() + "]", faults);
            }
        }
    }

    private static void judge(
            Rule rule, JsonNode value, @Nullable JsonNode old, String path, Faults faults) {
        Map<String, Object> values = new HashMap<>();
        values.put("self", Values.of(value));
        values.put("oldSelf", Values.of(old));
        String at = place(rule, path);
        try {
            if (!rule.expression().holds(values)) {
                fault(rule, at, value, message(rule, values), faults);
            }
        } catch (ExpressionException e) {
            faults.invalid(at, shown(value), "rule evaluation failed: " + e.getMessage());
        }
    }

    private static String place(Rule rule, String path) {
        String further = rule.text().path("fieldPath").asString("");
        return path.isEmpty() && further.startsWith(".") ? further.substring(1) : path + further;
    }

    /** An object is named by its type, as it may be long. */
    private static String shown(JsonNode value) {
        return value.isObject() ? "object" : value.isArray() ? "array" : value.asString("");
    }

    private static void fault(
            Rule rule, String path, JsonNode value, String message, Faults faults) {
        switch (rule.text().path("reason").asString("")) {
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

    private static String message(Rule rule, Map<String, Object> values) {
        String fixed = rule.text().path("message").asString("");
        String otherwise =
                fixed.isBlank() ? "failed rule: " + rule.expression().text() : fixed.strip();
        Expression reckoned = rule.message();
        if (reckoned == null) {
            return otherwise;
        }
        try {
            return reckoned.evaluate(values) instanceof String text && !text.isBlank()
                    ? text.strip()
                    : otherwise;
        } catch (ExpressionException e) {
            return otherwise;
        }
    }
}
