package io.pinisi.cluster.machinery.selector;

import static java.util.stream.Collectors.joining;

import io.pinisi.cluster.machinery.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Chooses objects by the few fields a resource declares selectable; every requirement must hold.
 */
public record FieldSelector(List<Requirement> requirements) {
    private static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    public FieldSelector {
        requirements = List.copyOf(requirements);
    }

    /** Whether the field must have the value, or must not. */
    public enum Operator {
        EQUALS("="),
        NOT_EQUALS("!=");

        private final String text;

        Operator(String text) {
            this.text = text;
        }
    }

    /** One condition on one field; an absent field reads as the empty text. */
    public record Requirement(String field, Operator operator, String value) {
        boolean matches(Map<String, String> fields) {
            boolean equal = fields.getOrDefault(field, "").equals(value);
            return equal == (operator == Operator.EQUALS);
        }

        @Override
        public String toString() {
            return field + operator.text + escape(value);
        }
    }

    public static FieldSelector everything() {
        return EVERYTHING;
    }

    /**
     * Reads {@code spec.nodeName=a,status.phase!=Running}; {@code \\}, {@code \,} and {@code \=}
     * stand for themselves in values.
     *
     * @throws ApiException BadRequest where the text is none
     */
    public static FieldSelector parse(String text) {
        if (text.isBlank()) {
            return EVERYTHING;
        }
        List<Requirement> requirements = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ',') {
                String term = text.substring(start, i);
                if (!term.isEmpty()) {
                    requirements.add(requirement(text, term));
                }
                start = i + 1;
            } else if (text.charAt(i) == '\\') {
                i++;
            }
        }
        return new FieldSelector(requirements);
    }

    private static Requirement requirement(String text, String term) {
        for (int i = 0; i < term.length(); i++) {
            if (term.startsWith("!=", i)) {
                return requirement(term, i, 2, Operator.NOT_EQUALS);
            }
            if (term.startsWith("==", i)) {
                return requirement(term, i, 2, Operator.EQUALS);
            }
            if (term.charAt(i) == '=') {
                return requirement(term, i, 1, Operator.EQUALS);
            }
        }
        throw ApiException.badRequest(
                "invalid selector: '" + text + "'; can't understand '" + term + "'");
    }

    private static Requirement requirement(String term, int at, int length, Operator operator) {
        String field = term.substring(0, at).strip();
        return new Requirement(field, operator, unescape(term.substring(at + length)));
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
    }

    private static String unescape(String value) {
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                if (i == value.length() || "\\,=".indexOf(value.charAt(i)) < 0) {
                    throw ApiException.badRequest(
                            "invalid field selector: invalid escape sequence in '" + value + "'");
                }
                plain.append(value.charAt(i));
            } else if (c == '=' || c == ',') {
                throw ApiException.badRequest(
                        "invalid field selector: unescaped character in value: " + c);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    public boolean matches(Map<String, String> fields) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(fields)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return requirements.stream().map(Requirement::toString).collect(joining(","));
    }
}
