package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Amounts by resource name: capacity, or what is requested of it. */
public record ResourceAmounts(Map<String, Quantity> amounts) {
    public static final ResourceAmounts NONE = new ResourceAmounts(Map.of());
    public static final ResourceAmounts ONE_POD =
            new ResourceAmounts(Map.of("pods", Quantity.of(1)));

    public ResourceAmounts {
        amounts = Map.copyOf(amounts);
    }

    /** Reads a resource list; what is no quantity is left out: a member may report anything. */
    public static ResourceAmounts of(JsonNode list) {
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

    /** What one pod asks for: the scheduler's sum of its containers, or its greediest init one. */
    public static ResourceAmounts ofPod(JsonNode spec) {
        ResourceAmounts sum = NONE;
        for (JsonNode container : spec.path("containers")) {
            sum = sum.plus(of(container.path("resources").path("requests")));
        }
        for (JsonNode container : spec.path("initContainers")) {
            sum = sum.max(of(container.path("resources").path("requests")));
        }
        return sum;
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

    /** What is left of these when {@code taken} is gone; may be negative. */
    public ResourceAmounts minus(ResourceAmounts taken) {
        Map<String, Quantity> rest = new TreeMap<>(amounts);
        taken.amounts.forEach(
                (name, amount) ->
                        rest.computeIfPresent(name, (same, whole) -> whole.minus(amount)));
        return new ResourceAmounts(rest);
    }

    /** So many of each; a negative number gives back. */
    public ResourceAmounts times(int count) {
        Map<String, Quantity> product = new TreeMap<>();
        amounts.forEach(
                (name, amount) ->
                        product.put(
                                name,
                                new Quantity(
                                        amount.value().multiply(BigDecimal.valueOf(count)),
                                        amount.format())));
        return new ResourceAmounts(product);
    }

    /** Whether more is taken of something than there was. */
    public boolean isNegative() {
        return amounts.values().stream().anyMatch(amount -> amount.value().signum() < 0);
    }

    /** How many times {@code one} fits; a resource that is not there fits nothing. */
    long holds(ResourceAmounts one) {
        long most = Integer.MAX_VALUE;
        for (Map.Entry<String, Quantity> wanted : one.amounts.entrySet()) {
            if (!wanted.getValue().isZero()) {
                BigDecimal available = amount(wanted.getKey()).value();
                BigDecimal times =
                        available.divide(wanted.getValue().value(), 0, RoundingMode.FLOOR);
                most = Math.min(most, Math.max(0, times.longValue()));
            }
        }
        return most;
    }

    public Quantity amount(String resource) {
        return amounts.getOrDefault(resource, Quantity.ZERO);
    }

    public ObjectNode tree() {
        ObjectNode tree = Json.object();
        new TreeMap<>(amounts).forEach((name, amount) -> tree.put(name, amount.toString()));
        return tree;
    }
}
