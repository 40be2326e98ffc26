package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.error.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/** The rules that a schema states about single values, with OpenAPI's sentences. */
final class ValueRules {
    private ValueRules() {}

    static void check(
            Map<String, JsonNode> rules,
            String format,
            JsonNode value,
            String where,
            List<FieldError> faults) {
        JsonNode choices = rules.get("enum");
        if (choices != null && choices.valueStream().noneMatch(value::equals)) {
            List<String> allowed = new ArrayList<>();
            choices.forEach(c -> allowed.add(c.isString() ? c.stringValue() : c.toString()));
            faults.add(FieldError.notSupported(where, value.toString(), allowed));
        }
        switch (value.getNodeType()) {
            case NUMBER -> number(rules, value, where, faults);
            case STRING -> text(rules, format, value, where, faults);
            case ARRAY -> array(rules, value, where, faults);
            case OBJECT -> object(rules, value, where, faults);
            default -> {}
        }
    }

    private static void number(
            Map<String, JsonNode> rules, JsonNode value, String where, List<FieldError> faults) {
        BigDecimal number = value.decimalValue();
        JsonNode minimum = rules.get("minimum");
        if (minimum != null) {
            boolean exclusive = isSet(rules, "exclusiveMinimum");
            int order = number.compareTo(minimum.decimalValue());
            if (order < 0 || (exclusive && order == 0)) {
                String words = exclusive ? "greater than " : "greater than or equal to ";
                faults.add(invalid(where, value, "should be " + words + minimum));
            }
        }
        JsonNode maximum = rules.get("maximum");
        if (maximum != null) {
            boolean exclusive = isSet(rules, "exclusiveMaximum");
            int order = number.compareTo(maximum.decimalValue());
            if (order > 0 || (exclusive && order == 0)) {
                String words = exclusive ? "less than " : "less than or equal to ";
                faults.add(invalid(where, value, "should be " + words + maximum));
            }
        }
        JsonNode step = rules.get("multipleOf");
        if (step != null && number.remainder(step.decimalValue()).signum() != 0) {
            faults.add(invalid(where, value, "should be a multiple of " + step));
        }
    }

    private static void text(
            Map<String, JsonNode> rules,
            String format,
            JsonNode value,
            String where,
            List<FieldError> faults) {
        String text = value.stringValue();
        int length = text.codePointCount(0, text.length());
        int most = limit(rules, "maxLength", Integer.MAX_VALUE);
        if (length > most) {
            String detail = "may not be more than " + most + " bytes";
            faults.add(new FieldError(where, FieldError.Type.TOO_LONG, null, detail));
        }
        int least = limit(rules, "minLength", 0);
        if (length < least) {
            faults.add(invalid(where, value, "should be at least " + least + " chars long"));
        }
        JsonNode pattern = rules.get("pattern");
        if (pattern != null && !matches(pattern.asString(), text)) {
            faults.add(invalid(where, value, "should match '" + pattern.asString() + "'"));
        }
        if (!Formats.isValid(format, text)) {
            faults.add(invalid(where, value, "must be of type " + format + ": " + value));
        }
    }

    /** A pattern that cannot be read lets everything pass; its definition was refused or old. */
    private static boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    private static void array(
            Map<String, JsonNode> rules, JsonNode value, String where, List<FieldError> faults) {
        int most = limit(rules, "maxItems", Integer.MAX_VALUE);
        if (value.size() > most) {
            faults.add(tooMany(where, value.size(), most));
        }
        int least = limit(rules, "minItems", 0);
        if (value.size() < least) {
            String words = where + " in body should have at least " + least + " items";
            faults.add(FieldError.invalid(where, String.valueOf(value.size()), words));
        }
        if (isSet(rules, "uniqueItems")
                && new HashSet<>(value.valueStream().toList()).size() < value.size()) {
            faults.add(invalid(where, value, "shouldn't contain duplicates"));
        }
    }

    private static void object(
            Map<String, JsonNode> rules, JsonNode value, String where, List<FieldError> faults) {
        int most = limit(rules, "maxProperties", Integer.MAX_VALUE);
        if (value.size() > most) {
            faults.add(tooMany(where, value.size(), most));
        }
        int least = limit(rules, "minProperties", 0);
        if (value.size() < least) {
            String words = where + " in body should have at least " + least + " properties";
            faults.add(FieldError.invalid(where, String.valueOf(value.size()), words));
        }
    }

    private static FieldError tooMany(String where, int actual, int most) {
        String count = String.valueOf(actual);
        String detail = "must have at most " + most + " items";
        return new FieldError(where, FieldError.Type.TOO_MANY, count, detail);
    }

    private static FieldError invalid(String where, JsonNode value, String words) {
        return FieldError.invalid(where, value.toString(), where + " in body " + words);
    }

    private static boolean isSet(Map<String, JsonNode> rules, String keyword) {
        JsonNode value = rules.get(keyword);
        return value != null && value.asBoolean(false);
    }

    private static int limit(Map<String, JsonNode> rules, String keyword, int unsaid) {
        JsonNode value = rules.get(keyword);
        return value == null ? unsaid : value.asInt(unsaid);
    }
}
