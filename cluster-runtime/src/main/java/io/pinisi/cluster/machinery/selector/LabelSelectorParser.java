package io.pinisi.cluster.machinery.selector;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.selector.LabelSelector.Operator;
import io.pinisi.cluster.machinery.selector.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;

/** Recursive descent over the text form of label selectors. */
final class LabelSelectorParser {
    private static final String SPECIAL = "=!(),><";

    private final String text;
    private int position;

    LabelSelectorParser(String text) {
        this.text = text;
    }

    List<Requirement> parse() {
        List<Requirement> requirements = new ArrayList<>();
        String token = peek();
        while (true) {
            if (!token.equals("!") && !isWord(token)) {
                throw fault(token, "!, identifier, or 'end of string'");
            }
            requirements.add(requirement());
            token = next();
            if (token.isEmpty()) {
                return requirements;
            }
            if (!token.equals(",")) {
                throw fault(token, "',' or 'end of string'");
            }
            token = peek();
            if (!token.equals("!") && !isWord(token)) {
                throw fault(token, "identifier after ','");
            }
        }
    }

    private Requirement requirement() {
        String token = next();
        if (token.equals("!")) {
            String key = next();
            requireWord(key);
            return LabelSelector.requirement(key, Operator.DOES_NOT_EXIST, List.of());
        }
        String after = peek();
        if (after.isEmpty() || after.equals(",")) {
            return LabelSelector.requirement(token, Operator.EXISTS, List.of());
        }
        Operator operator = operator(next());
        List<String> values =
                operator == Operator.IN || operator == Operator.NOT_IN
                        ? values()
                        : List.of(exactValue());
        return LabelSelector.requirement(token, operator, values);
    }

    private Operator operator(String token) {
        return switch (token) {
            case "=", "==" -> Operator.EQUALS;
            case "!=" -> Operator.NOT_EQUALS;
            case "in" -> Operator.IN;
            case "notin" -> Operator.NOT_IN;
            case ">" -> Operator.GREATER_THAN;
            case "<" -> Operator.LESS_THAN;
            default -> throw fault(token, "in, notin, =, ==, !=, gt, lt");
        };
    }

    private String exactValue() {
        String token = peek();
        if (token.isEmpty() || token.equals(",")) {
            return "";
        }
        next();
        requireWord(token);
        return token;
    }

    private List<String> values() {
        String open = next();
        if (!open.equals("(")) {
            throw fault(open, "'('");
        }
        List<String> values = new ArrayList<>();
        while (true) {
            String token = next();
            if (isWord(token)) {
                values.add(token);
                token = next();
            } else {
                values.add("");
            }
            if (token.equals(")")) {
                return values;
            }
            if (!token.equals(",")) {
                throw fault(token, "',' or ')'");
            }
        }
    }

    private void requireWord(String token) {
        if (!isWord(token)) {
            throw fault(token, "identifier");
        }
    }

    private static boolean isWord(String token) {
        return !token.isEmpty() && SPECIAL.indexOf(token.charAt(0)) < 0;
    }

    private String peek() {
        int before = position;
        String token = next();
        position = before;
        return token;
    }

    /** The next token, empty at the end. */
    private String next() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
        if (position == text.length()) {
            return "";
        }
        int start = position;
        if (SPECIAL.indexOf(text.charAt(position)) < 0) {
            while (position < text.length() && !endsWord(text.charAt(position))) {
                position++;
            }
            return text.substring(start, position);
        }
        position++;
        boolean twoCharacters =
                position < text.length()
                        && text.charAt(position) == '='
                        && "=!".indexOf(text.charAt(start)) >= 0;
        if (twoCharacters) {
            position++;
        }
        return text.substring(start, position);
    }

    private static boolean endsWord(char c) {
        return Character.isWhitespace(c) || SPECIAL.indexOf(c) >= 0;
    }

    private static ApiException fault(String found, String expected) {
        return ApiException.badRequest(
                "unable to parse requirement: found '" + found + "', expected: " + expected);
    }
}
