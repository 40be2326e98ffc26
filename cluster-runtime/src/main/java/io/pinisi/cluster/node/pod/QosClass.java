package io.pinisi.cluster.node.pod;

import io.pinisi.cluster.machinery.meta.Quantity;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How much a pod's requests promise, which decides who is killed first when memory runs out. */
public enum QosClass {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private final String text;

    QosClass(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static QosClass of(Pod pod) {
        boolean any = false;
        boolean guaranteed = true;
        for (ContainerDefinition container : pod.containers()) {
            if (container.kind() == ContainerDefinition.Kind.EPHEMERAL) {
                continue;
            }
            for (String resource : COUNTED) {
                Quantity limit = quantity(container, "limits", resource);
                Quantity request = quantity(container, "requests", resource);
                any |= !limit.isZero() || !request.isZero();
                guaranteed &=
                        !limit.isZero() && (request.isZero() || request.compareTo(limit) == 0);
            }
        }
        if (!any) {
            return BEST_EFFORT;
        }
        return guaranteed ? GUARANTEED : BURSTABLE;
    }

    static Quantity quantity(ContainerDefinition container, String list, String resource) {
        JsonNode value = container.node().path("resources").path(list).path(resource);
        return value.isMissingNode() ? Quantity.ZERO : Quantity.parse(value.asString());
    }
}
