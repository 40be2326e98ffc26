package io.pinisi.cluster.node.container;

import java.util.Map;

/** Replaces {@code $(NAME)} by variables; {@code $$} stands for one dollar, the unknown stays. */
public final class Expansion {
    private Expansion() {}

    public static String expand(String text, Map<String, String> variables) {
        StringBuilder result = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '$' || at + 1 == text.length()) {
                result.append(c);
                at++;
                continue;
            }
            char next = text.charAt(at + 1);
            int end = next == '(' ? text.indexOf(')', at) : -1;
            if (next == '$') {
                result.append('$');
                at += 2;
            } else if (end > 0) {
                String name = text.substring(at + 2, end);
                String value = variables.get(name);
                result.append(value == null ? text.substring(at, end + 1) : value);
                at = end + 1;
            } else {
                result.append(c);
                at++;
            }
        }
        return result.toString();
    }
}
