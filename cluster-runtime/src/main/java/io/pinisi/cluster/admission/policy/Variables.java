package io.pinisi.cluster.admission.policy;

import io.pinisi.cluster.admission.match.Rules;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.cost.Budget;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The variables of a policy, each reckoned when the first rule asks for it and then kept. One may
 * speak of those before it.
 */
final class Variables extends AbstractMap<String, Object> {
    private final Map<String, String> expressions = new LinkedHashMap<>();
    private final Map<String, Object> reckoned = new HashMap<>();
    private final Map<String, Object> values;
    private final Rules rules;
    private final Budget budget;

    /**
     * @param values the other values that variables may speak of
     * @param budget pays for them
     */
    Variables(Rules rules, JsonNode declared, Map<String, Object> values, Budget budget) {
        this.rules = rules;
        this.budget = budget;
        this.values = new HashMap<>(values);
        this.values.put("variables", this);
        for (JsonNode variable : declared) {
            expressions.put(
                    variable.path("name").asString(""), variable.path("expression").asString(""));
        }
    }

    @Override
    public boolean containsKey(Object key) {
        return expressions.containsKey(key);
    }

    @Override
    public @Nullable Object get(Object key) {
        String expression = expressions.get(key);
        if (expression == null) {
            return null;
        }
        Object known = reckoned.get(key);
        if (known == null) {
            known = reckon((String) key, expression);
            reckoned.put((String) key, known);
        }
        return known;
    }

    private Object reckon(String name, String expression) {
        try {
            return rules.of(expression).evaluate(values, budget);
        } catch (ExpressionException e) {
            throw new IllegalArgumentException(
                    "composited variable \"" + name + "\" fails to evaluate: " + e.words(), e);
        }
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return expressions.keySet().stream()
                .map(name -> Map.entry(name, Objects.requireNonNull(get(name))))
                .collect(Collectors.toUnmodifiableSet());
    }
}
