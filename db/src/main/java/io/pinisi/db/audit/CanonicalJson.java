package io.pinisi.db.audit;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The one spelling of a record that is hashed, after RFC 8785: names in order, no white space, the
 * shortest escapes. Only texts, whole numbers and lists of texts occur.
 */
final class CanonicalJson {
    private static final int FIRST_PLAIN = 0x20;

    private CanonicalJson() {}

    static String write(SortedMap<String, Object> fields) {
        StringBuilder out = new StringBuilder(256).append('{');
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            if (out.length() > 1) {
                out.append(',');
            }
            text(out, field.getKey());
            out.append(':');
            value(out, field.getValue());
        }
        return out.append('}').toString();
    }

    private static void value(StringBuilder out, Object value) {
        switch (value) {
            case String text -> text(out, text);
            case Long number -> out.append(number.longValue());
            case List<?> texts -> list(out, texts);
            default -> throw new IllegalArgumentException("no audit field: " + value.getClass());
        }
    }

    private static void list(StringBuilder out, List<?> texts) {
        out.append('[');
        String comma = "";
        for (Object text : texts) {
            out.append(comma);
            text(out, (String) text);
            comma = ",";
        }
        out.append(']');
    }

    private static void text(StringBuilder out, String text) {
        out.append('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < FIRST_PLAIN || c == '"' || c == '\\') {
                out.append(text, written, i);
                escape(out, c);
                written = i + 1;
            }
        }
        out.append(text, written, text.length()).append('"');
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append(String.format("\\u%04x", (int) c));
        }
    }
}
