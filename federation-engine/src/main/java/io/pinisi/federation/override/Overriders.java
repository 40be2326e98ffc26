package io.pinisi.federation.override;

import io.pinisi.federation.override.Overrider.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/**
 * Reads the overriders of one rule in the order in which Karmada applies them, whatever their order
 * in the manifest: images, commands, arguments, labels, annotations, fields, plain text.
 */
final class Overriders {
    private final JsonNode overriders;
    private final List<OverriderDraft> all = new ArrayList<>();

    private Overriders(JsonNode overriders) {
        this.overriders = overriders;
    }

    static List<OverriderDraft> of(JsonNode overriders) {
        Overriders reading = new Overriders(overriders);
        reading.read("imageOverrider", Overriders::image);
        reading.read("commandOverrider", (field, item) -> words(field, "command", item));
        reading.read("argsOverrider", (field, item) -> words(field, "args", item));
        reading.read("labelsOverrider", (field, item) -> marks(field, "labels", item));
        reading.read("annotationsOverrider", (field, item) -> marks(field, "annotations", item));
        reading.read("fieldOverrider", Overriders::field);
        reading.read("plaintext", Overriders::plain);
        return reading.all;
    }

    private void read(String list, BiFunction<String, JsonNode, Overrider> reader) {
        int index = 0;
        for (JsonNode item : overriders.path(list)) {
            all.add(OverriderDraft.of(list + "[" + index++ + "]", item, reader));
        }
    }

    private static Overrider image(String field, JsonNode item) {
        return new ImageOverrider(
                field,
                item.path("predicate").path("path").asString(""),
                ImageReference.Component.of(item.path("component").asString("")),
                operator(item),
                item.path("value").asString(""));
    }

    private static Overrider words(String field, String list, JsonNode item) {
        List<String> words = new ArrayList<>();
        item.path("value").forEach(word -> words.add(word.asString("")));
        return new WordsOverrider(
                field, list, item.path("containerName").asString(""), operator(item), words);
    }

    private static Overrider marks(String field, String map, JsonNode item) {
        Map<String, String> values = new LinkedHashMap<>();
        item.path("value")
                .properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asString("")));
        return new MarksOverrider(field, map, operator(item), values);
    }

    private static Overrider field(String field, JsonNode item) {
        boolean yaml = !item.path("yaml").isEmpty();
        List<PatchOperation> operations = new ArrayList<>();
        for (JsonNode change : item.path(yaml ? "yaml" : "json")) {
            operations.add(
                    new PatchOperation(
                            operator(change),
                            change.path("subPath").asString(""),
                            change.get("value")));
        }
        return new FieldOverrider(field, item.path("fieldPath").asString(""), yaml, operations);
    }

    private static Overrider plain(String field, JsonNode item) {
        return new PlainOverrider(
                field,
                new PatchOperation(
                        operator(item), item.path("path").asString(""), item.get("value")));
    }

    private static Operator operator(JsonNode item) {
        return Operator.of(item.path("operator").asString(""));
    }
}
