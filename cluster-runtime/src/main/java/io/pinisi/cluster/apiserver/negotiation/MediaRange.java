package io.pinisi.cluster.apiserver.negotiation;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One element of an {@code Accept} header, or a {@code Content-Type}. */
public record MediaRange(String type, Map<String, String> parameters) {
    public MediaRange {
        parameters = Map.copyOf(parameters);
    }

    public static MediaRange parse(String text) {
        String[] parts = text.split(";");
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                parameters.put(
                        parts[i].substring(0, equals).strip(),
                        parts[i].substring(equals + 1).strip());
            }
        }
        return new MediaRange(parts[0].strip().toLowerCase(Locale.ROOT), parameters);
    }

    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
