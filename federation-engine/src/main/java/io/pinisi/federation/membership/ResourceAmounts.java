package io.pinisi.federation.membership;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Amounts by resource name: capacity, or what is requested of it. */
public record ResourceAmounts(Map<String, Quantity> amounts) {
    public static final ResourceAmounts NONE = new ResourceAmounts(Map.of());
    static final ResourceAmounts ONE_POD = new ResourceAmounts(Map.of("pods", Quantity.of(1)));

    public ResourceAmounts {
        amounts = Map.copyOf(amounts);
    }

    /** Reads a resource list; what is no quantity is left out: a member may report anything. */
    static ResourceAmounts of(JsonNode list) {
        Map<String, Quantity> amounts = new TreeMap<>();
        list.properties()
                .forEach(
                        entry -> {
                            try {
                                amounts.put(
                                        entry.getKey(),
                                        Quantity.parse(entry.getValue().asString("")));
                            } catch (IllegalArgumentException e) {
                                // left out
                            }
                        });
        return new ResourceAmounts(amounts);
    }

    public ResourceAmounts plus(ResourceAmounts other) {
        Map<String, Quantity> sum = new TreeMap<>(amounts);
        other.amounts.forEach((name, amount) -> sum.merge(name, amount, Quantity::plus));
        return new ResourceAmounts(sum);
    }

    /** For each resource the larger of the two. */
    ResourceAmounts max(ResourceAmounts other) {
        Map<String, Quantity> most = new TreeMap<>(amounts);
        other.amounts.forEach(
                (name, amount) -> most.merge(name, amount, (a, b) -> a.compareTo(b) >= 0 ? a : b));
        return new ResourceAmounts(most);
    }

    public Quantity amount(String resource) {
        return amounts.getOrDefault(resource, Quantity.ZERO);
    }

    ObjectNode tree() {
        ObjectNode tree = Json.object();
        new TreeMap<>(amounts).forEach((name, amount) -> tree.put(name, amount.toString()));
        return tree;
    }
}
