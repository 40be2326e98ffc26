package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.registry.QuantityRules;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** How well a pod's resources are guaranteed, which decides who goes first when memory is short. */
enum QosClass {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private final String text;

    QosClass(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static QosClass of(JsonNode spec) {
        List<JsonNode> containers =
                Stream.concat(
                                spec.path("containers").valueStream(),
                                spec.path("initContainers").valueStream())
                        .toList();
        boolean guaranteed = true;
        boolean any = false;
        for (JsonNode container : containers) {
            JsonNode limits = container.path("resources").path("limits");
            JsonNode requests = container.path("resources").path("requests");
            for (String resource : COUNTED) {
                boolean limited = isPositive(limits.path(resource));
                boolean requested = isPositive(requests.path(resource));
                any |= limited || requested;
                guaranteed &= limited && (!requested || isSame(limits, requests, resource));
            }
        }
        if (!any) {
            return BEST_EFFORT;
        }
        return guaranteed ? GUARANTEED : BURSTABLE;
    }

    private static boolean isPositive(JsonNode amount) {
        return QuantityRules.read(amount).filter(q -> q.value().signum() > 0).isPresent();
    }

    private static boolean isSame(JsonNode limits, JsonNode requests, String resource) {
        Quantity limit = QuantityRules.read(limits.path(resource)).orElse(Quantity.ZERO);
        Quantity request = QuantityRules.read(requests.path(resource)).orElse(Quantity.ZERO);
        return limit.compareTo(request) == 0;
    }
}
