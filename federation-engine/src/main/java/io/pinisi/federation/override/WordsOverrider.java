package io.pinisi.federation.override;

import io.pinisi.federation.placement.Workloads;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds words to a container's command or arguments, or takes them out.
 *
 * @param list {@code command} or {@code args}
 */
record WordsOverrider(
        String field, String list, String container, Operator operator, List<String> words)
        implements Overrider {
    WordsOverrider {
        words = List.copyOf(words);
    }

    @Override
    public void apply(ObjectNode object) {
        JsonNode pod = Workloads.podSpec(object);
        if (pod == null) {
            return;
        }
        for (JsonNode candidate : pod.path("containers")) {
            if (candidate instanceof ObjectNode found
                    && found.path("name").asString("").equals(container)) {
                change(found);
            }
        }
    }

    private void change(ObjectNode found) {
        ArrayNode changed = found.arrayNode();
        for (JsonNode word : found.path(list)) {
            if (operator == Operator.ADD || !words.contains(word.asString(""))) {
                changed.add(word);
            }
        }
        if (operator == Operator.ADD) {
            words.forEach(changed::add);
        }
        found.set(list, changed);
    }
}
