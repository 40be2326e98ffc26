package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.expression.cost.Budget;
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

    CustomRules {
        rules = List.copyOf(rules);
        properties = Map.copyOf(properties);
        keys = List.copyOf(keys);
    }

    /** Compiles all rules of a schema; what cannot be compiled is a fault at its place. */
    static CustomRules compile(JsonNode schema, String path, Faults faults) {
        return compile(schema, path, true, "", faults);
    }

    private static CustomRules compile(
            JsonNode schema, String path, boolean root, String loose, Faults faults) {
        List<CustomRule> rules =
                CustomRule.compileAll(schema, path + "." + KEYWORD, root, loose, faults);
        boolean atomic = schema.path("x-kubernetes-map-type").asString("").equals("atomic");
        String inFields = atomic ? path : loose;
        Map<String, CustomRules> properties = new HashMap<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String at = path + ".properties[" + property.getKey() + "]";
            CustomRules inside = compile(property.getValue(), at, false, inFields, faults);
            if (!inside.isEmpty()) {
                properties.put(property.getKey(), inside);
            }
        }
        CustomRules items = null;
        if (schema.path("items").isObject()) {
            boolean keyed = schema.path("x-kubernetes-list-type").asString("").equals("map");
            String at = path + ".items";
            items = compile(schema.path("items"), at, false, keyed ? loose : path, faults);
        } else if (schema.path("additionalProperties").isObject()) {
            String at = path + ".additionalProperties";
            items = compile(schema.path("additionalProperties"), at, false, inFields, faults);
        }
        boolean some = items != null && !items.isEmpty();
        return new CustomRules(rules, properties, some ? items : null, keys(schema));
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
            Run run = new Run(faults, Budget.ofObject());
            check(transition.next(), transition.old(), Before.CHANGED, "", run);
        }
    }

    /** Whether a value lies in something that the change left as it was. */
    private enum Before {
        CHANGED,
        SAME
    }

    /** All rules of one object together. */
    private record Run(Faults faults, Budget budget) {}

    private void check(
            JsonNode value, @Nullable JsonNode old, Before around, String path, Run run) {
        Before before = value.equals(old) ? Before.SAME : around;
        for (CustomRule rule : rules) {
            boolean due = rule.comparesWithOld() ? rule.judges(old) : before == Before.CHANGED;
            if (due && !run.budget().isSpent()) {
                rule.judge(value, old, path, run.faults(), run.budget());
            }
        }
        for (Map.Entry<String, CustomRules> property : properties.entrySet()) {
            JsonNode field = value.get(property.getKey());
            if (field != null && !field.isNull()) {
                String at = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
                JsonNode was = old == null ? null : old.get(property.getKey());
                property.getValue().check(field, was, before, at, run);
            }
        }
        if (items != null) {
            checkItems(items, value, old, before, path, run);
        }
    }

    private void checkItems(
            CustomRules inside,
            JsonNode value,
            @Nullable JsonNode old,
            Before before,
            String path,
            Run run) {
        if (value.isArray()) {
            for (int i = 0; i < value.size() && !run.budget().isSpent(); i++) {
                JsonNode was = old == null ? null : counterpart(value.get(i), old);
                inside.check(value.get(i), was, before, path + "[" + i + "]", run);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            JsonNode was = old == null ? null : old.get(entry.getKey());
            String at = path + "[" + entry.getKey() + "]";
            inside.check(entry.getValue(), was, before, at, run);
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
