package io.pinisi.cluster.machinery.usage;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Amounts by the name of what is used. */
public record Usage(SortedMap<String, Quantity> amounts) {
    public static final Usage NONE = new Usage(new TreeMap<>());

    public Usage {
        amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
    }

    /** Reads {@code {cpu: 1, memory: 1Gi}}; what is no amount counts as nothing. */
    public static Usage of(@Nullable JsonNode map) {
        SortedMap<String, Quantity> amounts = new TreeMap<>();
        if (map != null) {
            for (Map.Entry<String, JsonNode> entry : map.properties()) {
                amounts.put(entry.getKey(), quantity(entry.getValue()));
            }
        }
        return new Usage(amounts);
    }

    private static Quantity quantity(JsonNode amount) {
        try {
            return Quantity.parse(amount.asString(""));
        } catch (IllegalArgumentException e) {
            return Quantity.ZERO;
        }
    }

    public static Usage of(String name, Quantity amount) {
        return new Usage(new TreeMap<>(Map.of(name, amount)));
    }

    public boolean isEmpty() {
        return amounts.isEmpty();
    }

    public boolean has(String name) {
        return amounts.containsKey(name);
    }

    /** 0 for what is not named. */
    public Quantity get(String name) {
        return amounts.getOrDefault(name, Quantity.ZERO);
    }

    public Usage plus(Usage other) {
        return merged(other, Quantity::plus);
    }

    public Usage max(Usage other) {
        return merged(other, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    private Usage merged(Usage other, BinaryOperator<Quantity> rule) {
        SortedMap<String, Quantity> result = new TreeMap<>(amounts);
        other.amounts.forEach((name, amount) -> result.merge(name, amount, rule));
        return new Usage(result);
    }

    /** What is more than in the other, by name; nothing is ever below zero. */
    public Usage beyond(Usage other) {
        SortedMap<String, Quantity> result = new TreeMap<>();
        amounts.forEach(
                (name, amount) -> {
                    Quantity more = amount.minus(other.get(name));
                    if (more.value().signum() > 0) {
                        result.put(name, more);
                    }
                });
        return new Usage(result);
    }

    public Usage only(Collection<String> names) {
        SortedMap<String, Quantity> result = new TreeMap<>(amounts);
        result.keySet().retainAll(Set.copyOf(names));
        return new Usage(result);
    }

    public ObjectNode toJson() {
        ObjectNode result = Json.object();
        amounts.forEach((name, amount) -> result.put(name, amount.toString()));
        return result;
    }

    /** {@code cpu=1,memory=1Gi}. */
    @Override
    public String toString() {
        return amounts.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
