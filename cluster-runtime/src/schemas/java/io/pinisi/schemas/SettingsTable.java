package io.pinisi.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The hand-written tables: what the classes do not say about a type or one of its fields. A table
 * is a text of lines; {@code tables/README.md} explains the words.
 */
final class SettingsTable {
    /** Settings by type name, then by field name; the empty field is the type itself. */
    private final Map<String, Map<String, Entry>> settings = new TreeMap<>();

    /** One line's settings and where they stand. */
    record Entry(String where, Map<String, Object> settings) {}

    static SettingsTable read(Path folder) throws IOException {
        SettingsTable table = new SettingsTable();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".table")).sorted().toList()) {
                table.read(file.getFileName().toString(), Files.readAllLines(file));
            }
        }
        return table;
    }

    private void read(String file, List<String> lines) {
        String prefix = "";
        String type = "";
        int number = 0;
        for (String raw : lines) {
            number++;
            String line = raw.replaceFirst("(^|\\s)#.*", "").stripTrailing();
            String where = file + ":" + number;
            if (line.isBlank()) {
                continue;
            }
            List<String> words = words(line.strip(), where);
            if (words.getFirst().equals("package")) {
                prefix = words.get(1) + ".";
            } else if (!Character.isWhitespace(line.charAt(0))) {
                type = prefix + words.getFirst();
                put(type, "", where, words);
            } else {
                put(type, words.getFirst(), where, words);
            }
        }
    }

    private void put(String type, String field, String where, List<String> words) {
        Map<String, Object> values = new LinkedHashMap<>();
        words.stream().skip(1).forEach(word -> setting(word, where, values));
        Map<String, Entry> fields = settings.computeIfAbsent(type, t -> new LinkedHashMap<>());
        if (fields.put(field, new Entry(where, values)) != null) {
            throw new IllegalStateException(where + ": said twice");
        }
    }

    private static void setting(String word, String where, Map<String, Object> values) {
        int open = word.indexOf('(');
        String name = open < 0 ? word : word.substring(0, open);
        String argument = open < 0 ? "" : word.substring(open + 1, word.length() - 1);
        switch (name) {
            case "atomic" -> values.put("x-kubernetes-map-type", "atomic");
            case "set" -> values.put("x-kubernetes-list-type", "set");
            case "map" -> {
                values.put("x-kubernetes-list-type", "map");
                values.put("x-kubernetes-list-map-keys", Arrays.asList(argument.split(",")));
            }
            case "merge" -> {
                strategy(values, "merge");
                if (!argument.isEmpty()) {
                    values.put("x-kubernetes-patch-merge-key", argument);
                }
            }
            case "retainKeys", "replace" -> strategy(values, name);
            case "struct" -> {
                values.put("default", new Raw("{}"));
                values.put("x-struct", true);
            }
            case "default" -> values.put("default", new Raw(argument));
            case "enum" -> values.put("enum", Arrays.asList(argument.split(",")));
            case "format" -> values.put("format", argument);
            case "minimum" -> values.put("minimum", new Raw(argument));
            case "nullable" -> values.put("nullable", true);
            default -> throw new IllegalStateException(where + ": unknown word " + word);
        }
    }

    private static void strategy(Map<String, Object> values, String name) {
        values.merge("x-kubernetes-patch-strategy", name, (before, added) -> before + "," + added);
    }

    /** JSON text to be written as it is. */
    record Raw(String json) {}

    /** Words by blanks, but what stands in brackets is one word. */
    private static List<String> words(String line, String where) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int depth = 0;
        for (char c : line.toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && Character.isWhitespace(c)) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (depth != 0) {
            throw new IllegalStateException(where + ": unbalanced brackets");
        }
        words.add(word.toString());
        return words;
    }

    /** Settings of a type ({@code field} empty) or a field; marks them used. */
    Map<String, Object> take(String type, String field) {
        Map<String, Entry> fields = settings.getOrDefault(type, Map.of());
        Entry entry = fields.isEmpty() ? null : fields.remove(field);
        return entry == null ? Map.of() : entry.settings();
    }

    /** Fails where a table names a type or a field that does not exist. */
    void requireAllTaken() {
        settings.forEach(
                (type, fields) ->
                        fields.forEach(
                                (field, entry) -> {
                                    throw new IllegalStateException(
                                            entry.where() + ": there is no " + type + " " + field);
                                }));
    }
}
