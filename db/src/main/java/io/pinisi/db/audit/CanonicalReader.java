package io.pinisi.db.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what {@link CanonicalJson} wrote, and nothing else: a text that means the same in another
 * spelling is refused, so that not one byte of a line can be changed unseen.
 */
final class CanonicalReader {
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;

    private final String text;
    private int at;

    private CanonicalReader(String text) {
        this.text = text;
    }

    /**
     * @throws IllegalArgumentException the text is not the canonical spelling of an object
     */
    static SortedMap<String, Object> read(String text) {
        CanonicalReader reader = new CanonicalReader(text);
        SortedMap<String, Object> fields = reader.object();
        if (reader.at != text.length() || !CanonicalJson.write(fields).equals(text)) {
            throw new IllegalArgumentException("not in the canonical spelling");
        }
        return fields;
    }

    private SortedMap<String, Object> object() {
        SortedMap<String, Object> fields = new TreeMap<>();
        expect('{');
        while (!took('}')) {
            if (!fields.isEmpty()) {
                expect(',');
            }
            String name = string();
            expect(':');
            fields.put(name, value());
        }
        return fields;
    }

    private Object value() {
        return switch (peek()) {
            case '"' -> string();
            case '[' -> strings();
            default -> number();
        };
    }

    private List<String> strings() {
        List<String> texts = new ArrayList<>();
        expect('[');
        while (!took(']')) {
            if (!texts.isEmpty()) {
                expect(',');
            }
            texts.add(string());
        }
        return texts;
    }

    private Long number() {
        int begin = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || peek() == '-')) {
            at++;
        }
        return Long.valueOf(text.substring(begin, at));
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (!took('"')) {
            char c = next();
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw new IllegalArgumentException("an unknown escape");
        };
    }

    private char unicode() {
        int end = at + HEX_DIGITS;
        if (end > text.length()) {
            throw new IllegalArgumentException("an escape is cut off");
        }
        int code = Integer.parseInt(text, at, end, HEX);
        at = end;
        return (char) code;
    }

    private boolean took(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char wanted) {
        if (!took(wanted)) {
            throw new IllegalArgumentException("no " + wanted + " at character " + at);
        }
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private char peek() {
        if (at >= text.length()) {
            throw new IllegalArgumentException("the line is cut off");
        }
        return text.charAt(at);
    }
}
