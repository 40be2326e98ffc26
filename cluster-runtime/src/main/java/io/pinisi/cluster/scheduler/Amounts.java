package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.machinery.meta.Quantity;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Amounts of resources by name: CPU in thousandths, everything else in units. */
public record Amounts(Map<String, Long> values) {
    public static final String CPU = "cpu";
    public static final String MEMORY = "memory";
    public static final String PODS = "pods";
    public static final Amounts NONE = new Amounts(Map.of());

    public Amounts {
        values = Map.copyOf(values);
    }

    /** Reads a resource list such as {@code status.allocatable}. */
    static Amounts of(JsonNode list) {
        Map<String, Long> values = new HashMap<>();
        list.properties()
                .forEach(
                        entry -> {
                            String text = entry.getValue().asString("0");
                            Quantity quantity = Quantity.parse(text);
                            values.put(
                                    entry.getKey(),
                                    entry.getKey().equals(CPU)
                                            ? quantity.asMilli()
                                            : quantity.asLong());
                        });
        return new Amounts(values);
    }

    public long get(String name) {
        return values.getOrDefault(name, 0L);
    }

    Amounts plus(Amounts other) {
        return merge(other, 1);
    }

    Amounts minus(Amounts other) {
        return merge(other, -1);
    }

    private Amounts merge(Amounts other, int sign) {
        if (other.values.isEmpty()) {
            return this;
        }
        Map<String, Long> sum = new HashMap<>(values);
        other.values.forEach((name, value) -> sum.merge(name, sign * value, Long::sum));
        return new Amounts(sum);
    }

    Amounts max(Amounts other) {
        Map<String, Long> larger = new HashMap<>(values);
        other.values.forEach((name, value) -> larger.merge(name, value, Math::max));
        return new Amounts(larger);
    }

    /** The same with a floor for one resource, for pods that ask for nothing but use something. */
    Amounts atLeast(String name, long floor) {
        if (values.containsKey(name)) {
            return this;
        }
        Map<String, Long> raised = new HashMap<>(values);
        raised.put(name, floor);
        return new Amounts(raised);
    }
}
