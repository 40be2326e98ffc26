package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.machinery.error.ApiException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a request, decoded, beside the text they came from. */
public final class Query {
    public static final Query NONE = new Query("", Map.of());

    private final String text;
    private final Map<String, List<String>> values;

    private Query(String text, Map<String, List<String>> values) {
        this.text = text;
        this.values = values;
    }

    public static Query parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
        }
        return new Query(text, Collections.unmodifiableMap(values));
    }

    private static String decode(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("the query is not well encoded: " + e.getMessage());
        }
    }

    /** As it stood in the request line, without the question mark. */
    public String text() {
        return text;
    }

    /** The first value, or empty. */
    public String first(String name) {
        List<String> all = values.get(name);
        return all == null ? "" : all.getFirst();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Absent, {@code false} and {@code 0} are false; present without value is true. */
    public boolean flag(String name) {
        if (!values.containsKey(name)) {
            return false;
        }
        String value = first(name);
        return !value.equals("0") && !value.equalsIgnoreCase("false");
    }

    /** A whole number from 0 up, or {@code absent}. */
    public int number(String name, int absent) {
        String value = first(name);
        if (value.isEmpty()) {
            return absent;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, together with negative numbers
        }
        throw ApiException.badRequest(
                "the parameter " + name + " must be a whole number, not \"" + value + "\"");
    }
}
