package io.pinisi.db.audit;

import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The fields of one line, each of which must be asked for. */
final class LineFields {
    private final SortedMap<String, Object> rest;

    private LineFields(SortedMap<String, Object> rest) {
        this.rest = rest;
    }

    static LineFields of(String line) {
        return new LineFields(CanonicalReader.read(line));
    }

    String text(String name) {
        if (rest.remove(name) instanceof String text) {
            return text;
        }
        throw no(name);
    }

    long number(String name) {
        return optionalNumber(name).orElseThrow(() -> no(name));
    }

    OptionalLong optionalNumber(String name) {
        @Nullable Object value = rest.remove(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Long number) {
            return OptionalLong.of(number);
        }
        throw no(name);
    }

    List<String> texts(String name) {
        if (rest.remove(name) instanceof List<?> list) {
            return list.stream().map(String.class::cast).toList();
        }
        throw no(name);
    }

    void requireAllRead() {
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException("unknown fields: " + rest.keySet());
        }
    }

    private static IllegalArgumentException no(String name) {
        return new IllegalArgumentException("no field " + name);
    }
}
