package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rules of a custom resource's schema ({@code x-kubernetes-validations}), each at its place.
 * What a change leaves as it was is not judged again: a rule that came later must not hold up who
 * changes something else. Rules that compare with the old state judge every change.
 *
 * @param rules of this value
 * @param properties rules of the fields of this object
 * @param items rules of the items of this list, or of the values of this map
 * @param keys the fields by which an item is known in the list of before, in this list
 */
record CustomRules(
        List<CustomRule> rules,
        Map<String, CustomRules> properties,
        @Nullable CustomRules items,
        List<String> keys) {
    static final String KEYWORD = "x-kubernetes-validations";

    /** More of a list is not judged: such a schema has to bound its lists. */
    private static final int MOST_ITEMS = 10_000;

    CustomRules {
        rules = List.copyOf(rules);
        properties = Map.copyOf(properties);
        keys = List.copyOf(keys);
    }

    /** Compiles all rules of a schema; what cannot be compiled is a fault at its place. */
    static CustomRules compile(JsonNode schema, String path, Faults faults) {
        return compile(schema, path, true, faults);
    }

    private static CustomRules compile(JsonNode schema, String path, boolean root, Faults faults) {
        List<CustomRule> rules = CustomRule.compileAll(schema, path + "." + KEYWORD, root, faults);
        Map<String, CustomRules> properties = new HashMap<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String at = path + ".properties[" + property.getKey() + "]";
            CustomRules inside = compile(property.getValue(), at, false, faults);
            if (!inside.isEmpty()) {
                properties.put(property.getKey(), inside);
            }
        }
        CustomRules items = null;
        for (String field : new String[] {"items", "additionalProperties"}) {
            if (schema.path(field).isObject()) {
                CustomRules inside = compile(schema.path(field), path + "." + field, false, faults);
                items = inside.isEmpty() ? items : inside;
            }
        }
        return new CustomRules(rules, properties, items, keys(schema));
    }

    private static List<String> keys(JsonNode schema) {
        List<String> keys = new ArrayList<>();
        if (schema.path("x-kubernetes-list-type").asString("").equals("map")) {
            schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asString("")));
        }
        return keys;
    }

    boolean isEmpty() {
        return rules.isEmpty() && properties.isEmpty() && items == null;
    }

    void check(Transition transition, Faults faults) {
        if (!isEmpty()) {
            check(transition.next(), transition.old(), Before.CHANGED, "", faults);
        }
    }

    /** Whether a value lies in something that the change left as it was. */
    private enum Before {
        CHANGED,
        SAME
    }

    private void check(
            JsonNode value, @Nullable JsonNode old, Before around, String path, Faults faults) {
        Before before = value.equals(old) ? Before.SAME : around;
        for (CustomRule rule : rules) {
            if (rule.comparesWithOld() ? rule.judges(old) : before == Before.CHANGED) {
                rule.judge(value, old, path, faults);
            }
        }
        for (Map.Entry<String, CustomRules> property : properties.entrySet()) {
            JsonNode field = value.get(property.getKey());
            if (field != null && !field.isNull()) {
                String at = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
                JsonNode was = old == null ? null : old.get(property.getKey());
                property.getValue().check(field, was, before, at, faults);
            }
        }
        if (items != null) {
            checkItems(items, value, old, before, path, faults);
        }
    }

    private void checkItems(
            CustomRules inside,
            JsonNode value,
            @Nullable JsonNode old,
            Before before,
            String path,
            Faults faults) {
        if (value.isArray()) {
            for (int i = 0; i < Math.min(MOST_ITEMS, value.size()); i++) {
                JsonNode was = old == null ? null : counterpart(value.get(i), old);
                inside.check(value.get(i), was, before, path + "[" + i + "]", faults);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            JsonNode was = old == null ? null : old.get(entry.getKey());
            String at = path + "[" + entry.getKey() + "]";
            inside.check(entry.getValue(), was, before, at, faults);
        }
    }

    private @Nullable JsonNode counterpart(JsonNode item, JsonNode old) {
        if (keys.isEmpty()) {
            return null;
        }
        return old.valueStream()
                .filter(was -> keys.stream().allMatch(k -> was.path(k).equals(item.path(k))))
                .findFirst()
                .orElse(null);
    }
}
