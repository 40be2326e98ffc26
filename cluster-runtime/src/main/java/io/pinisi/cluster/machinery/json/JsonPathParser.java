package io.pinisi.cluster.machinery.json;

import io.pinisi.cluster.machinery.json.JsonPath.Comparison;
import io.pinisi.cluster.machinery.json.JsonPath.Operand;
import io.pinisi.cluster.machinery.json.JsonPath.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the text of a {@link JsonPath}. */
final class JsonPathParser {
    private final String path;
    private int position;

    JsonPathParser(String text) {
        String trimmed = text.strip();
        boolean braces = trimmed.startsWith("{") && trimmed.endsWith("}");
        this.path = braces ? trimmed.substring(1, trimmed.length() - 1).strip() : trimmed;
    }

    List<Step> parse() {
        List<Step> steps = new ArrayList<>();
        if (position < path.length() && (peek() == '$' || peek() == '@')) {
            position++;
        } else if (!path.isEmpty() && peek() != '.' && peek() != '[') {
            steps.add(field());
        }
        while (position < path.length()) {
            step(steps);
        }
        return steps;
    }

    private void step(List<Step> steps) {
        char c = peek();
        if (c == '[') {
            steps.add(bracket());
            return;
        }
        if (c != '.') {
            throw fault("unexpected '" + c + "'");
        }
        position++;
        if (position == path.length()) {
            return;
        }
        if (peek() == '.') {
            position++;
            steps.add(new Step.Descent());
        }
        if (position < path.length() && peek() == '*') {
            position++;
            steps.add(new Step.Wildcard());
        } else if (position < path.length() && peek() != '[') {
            steps.add(field());
        }
    }

    /** A backslash takes the next character for a plain one. */
    private Step field() {
        StringBuilder name = new StringBuilder();
        while (position < path.length() && ".[]{}() =!<>".indexOf(peek()) < 0) {
            if (peek() == '\\' && position + 1 < path.length()) {
                position++;
            }
            name.append(path.charAt(position++));
        }
        if (name.isEmpty()) {
            throw fault("a field name is missing");
        }
        return new Step.Field(name.toString());
    }

    private Step bracket() {
        String inner = bracketed();
        if (inner.equals("*")) {
            return new Step.Wildcard();
        }
        if (inner.startsWith("?(") && inner.endsWith(")")) {
            return filter(inner.substring(2, inner.length() - 1).strip());
        }
        if (inner.length() >= 2 && (inner.charAt(0) == '\'' || inner.charAt(0) == '"')) {
            return new Step.Field(unescape(inner.substring(1, inner.length() - 1)));
        }
        return inner.contains(":") ? slice(inner) : new Step.Index(number(inner));
    }

    private String bracketed() {
        int start = ++position;
        int depth = 1;
        char quote = 0;
        for (; position < path.length(); position++) {
            char c = peek();
            if (quote != 0) {
                quote = c == quote && path.charAt(position - 1) != '\\' ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && --depth == 0) {
                return path.substring(start, position++).strip();
            }
        }
        throw fault("unterminated array");
    }

    private Step slice(String inner) {
        String[] parts = inner.split(":", -1);
        if (parts.length > 3) {
            throw fault("invalid array index " + inner);
        }
        int stride = parts.length == 3 && !parts[2].isBlank() ? number(parts[2]) : 1;
        if (stride < 1) {
            throw fault("step must be >= 1");
        }
        return new Step.Slice(bound(parts[0]), bound(parts[1]), stride);
    }

    private @Nullable Integer bound(String text) {
        return text.isBlank() ? null : (Integer) number(text);
    }

    private int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw fault("invalid array index " + text);
        }
    }

    private Step filter(String condition) {
        char quote = 0;
        for (int i = 0; i < condition.length(); i++) {
            char c = condition.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if ("=!<>".indexOf(c) >= 0) {
                boolean two = i + 1 < condition.length() && condition.charAt(i + 1) == '=';
                String operator = condition.substring(i, i + (two ? 2 : 1));
                Comparison comparison = JsonPath.comparisons().get(operator);
                if (comparison == null) {
                    throw fault("unrecognized filter operator " + operator);
                }
                Operand left = operand(condition.substring(0, i).strip());
                Operand right = operand(condition.substring(i + operator.length()).strip());
                return new Step.Filter(left, comparison, right);
            }
        }
        Operand operand = operand(condition);
        return new Step.Filter(operand, Comparison.EXISTS, operand);
    }

    private Operand operand(String text) {
        if (text.startsWith("@") || text.startsWith(".")) {
            return new Operand.Path(new JsonPathParser(text).parse());
        }
        return new Operand.Constant(constant(text));
    }

    private JsonNode constant(String text) {
        if (text.length() >= 2 && (text.charAt(0) == '\'' || text.charAt(0) == '"')) {
            return JsonNodeFactory.instance.stringNode(
                    unescape(text.substring(1, text.length() - 1)));
        }
        JsonNode value = YamlScalars.resolve(text);
        if (value == null || text.isEmpty()) {
            throw fault("\"" + text + "\" is no value");
        }
        return value;
    }

    private static String unescape(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }

    private char peek() {
        return path.charAt(position);
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("JSONPath " + path + ": " + what);
    }
}
