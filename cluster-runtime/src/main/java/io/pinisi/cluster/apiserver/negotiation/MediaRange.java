package io.pinisi.cluster.apiserver.negotiation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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

    /**
     * The ranges of an {@code Accept} header by weight, at the same weight wildcards last, and else
     * in the order of the header.
     */
    static List<MediaRange> byPreference(String acceptHeader) {
        List<MediaRange> ranges = new ArrayList<>();
        for (String range : acceptHeader.split(",")) {
            ranges.add(parse(range));
        }
        ranges.sort(
                Comparator.comparingDouble(MediaRange::weight)
                        .reversed()
                        .thenComparing(range -> range.type().startsWith("*"))
                        .thenComparing(range -> range.type().endsWith("/*")));
        return ranges;
    }

    private double weight() {
        try {
            return Double.parseDouble(parameters.getOrDefault("q", "1"));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
