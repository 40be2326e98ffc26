package io.pinisi.cluster.machinery.json;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Block style as {@code kubectl get -o yaml} prints it: lists are not indented below their key. */
final class YamlPrinter {
    private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`";

    private final StringBuilder out = new StringBuilder();

    private YamlPrinter() {}

    static String print(JsonNode tree) {
        YamlPrinter printer = new YamlPrinter();
        switch (tree) {
            case ObjectNode object when !object.isEmpty() -> printer.object(object, 0);
            case ArrayNode array when !array.isEmpty() -> printer.array(array, 0);
            default -> printer.scalar(tree, 0);
        }
        return printer.out.toString();
    }

    private void object(ObjectNode object, int indent) {
        boolean first = true;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!first) {
                indent(indent);
            }
            first = false;
            out.append(isPlain(entry.getKey()) ? entry.getKey() : quoted(entry.getKey()))
                    .append(':');
            switch (entry.getValue()) {
                case ObjectNode child when !child.isEmpty() -> {
                    out.append('\n');
                    indent(indent + 2);
                    object(child, indent + 2);
                }
                case ArrayNode child when !child.isEmpty() -> {
                    out.append('\n');
                    indent(indent);
                    array(child, indent);
                }
                default -> {
                    out.append(' ');
                    scalar(entry.getValue(), indent + 2);
                }
            }
        }
    }

    private void array(ArrayNode array, int indent) {
        boolean first = true;
        for (JsonNode item : array) {
            if (!first) {
                indent(indent);
            }
            first = false;
            out.append("- ");
            switch (item) {
                case ObjectNode child when !child.isEmpty() -> object(child, indent + 2);
                case ArrayNode child when !child.isEmpty() -> array(child, indent + 2);
                default -> scalar(item, indent + 2);
            }
        }
    }

    private void scalar(JsonNode value, int indent) {
        if (!value.isString()) {
            out.append(value).append('\n');
            return;
        }
        String text = value.stringValue();
        if (isPlain(text)) {
            out.append(text).append('\n');
        } else if (isBlock(text)) {
            block(text, indent);
        } else {
            out.append(quoted(text)).append('\n');
        }
    }

    private void block(String text, int indent) {
        String body = text.stripTrailing();
        String tail = text.substring(body.length());
        out.append(tail.isEmpty() ? "|-" : tail.length() == 1 ? "|" : "|+").append('\n');
        for (String line : body.split("\n", -1)) {
            if (!line.isEmpty()) {
                indent(indent);
                out.append(line);
            }
            out.append('\n');
        }
        for (int i = 1; i < tail.length(); i++) {
            out.append('\n');
        }
    }

    /** Lines that a literal block can hold without losing a character. */
    private static boolean isBlock(String text) {
        String body = text.stripTrailing();
        if (text.indexOf('\n') < 0 || body.isEmpty()) {
            return false;
        }
        boolean tailIsNewlines = text.chars().skip(body.length()).allMatch(c -> c == '\n');
        boolean printable = text.chars().allMatch(c -> c == '\n' || c == '\t' || isPrintable(c));
        char first = text.charAt(0);
        return tailIsNewlines && printable && first != ' ' && first != '\t' && first != '\n';
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || !text.equals(text.strip()) || text.endsWith(":")) {
            return false;
        }
        char first = text.charAt(0);
        boolean soleIndicator =
                INDICATORS.indexOf(first) >= 0
                        && !(first == '-' && text.length() > 1 && text.charAt(1) != ' ');
        if (soleIndicator || text.contains(": ") || text.contains(" #") || text.equals("<<")) {
            return false;
        }
        if (text.startsWith("---") || text.startsWith("=") || isTimestamp(text)) {
            return false;
        }
        JsonNode meaning = YamlScalars.resolve(text);
        return text.chars().allMatch(YamlPrinter::isPrintable)
                && meaning != null
                && meaning.isString();
    }

    /** YAML 1.1 readers take a bare date for a timestamp. */
    private static boolean isTimestamp(String text) {
        return text.length() >= 10
                && Character.isDigit(text.charAt(0))
                && text.charAt(4) == '-'
                && text.chars().limit(10).allMatch(c -> Character.isDigit(c) || c == '-');
    }

    private static boolean isPrintable(int c) {
        return c >= 0x20
                && c != 0x7f
                && (c < 0x80 || c > 0x9f)
                && c != 0x2028
                && c != 0x2029
                && c != 0xfeff
                && (c < 0xd800 || c > 0xdfff || Character.isSurrogate((char) c));
    }

    private static String quoted(String text) {
        return tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(text).toString();
    }

    private void indent(int spaces) {
        out.repeat(' ', spaces);
    }
}
