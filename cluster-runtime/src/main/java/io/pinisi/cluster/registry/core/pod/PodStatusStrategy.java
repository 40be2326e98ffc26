package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.registry.StatusStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a node reports; how well resources are guaranteed is decided once, when a pod is made. */
final class PodStatusStrategy extends StatusStrategy {
    PodStatusStrategy() {
        super(Set.of("labels", "annotations"));
    }

    @Override
    public void isolate(Transition transition) {
        super.isolate(transition);
        ObjectNode old = transition.old();
        JsonNode qos = old == null ? null : old.path("status").get("qosClass");
        if (qos != null && transition.next().get("status") instanceof ObjectNode status) {
            status.set("qosClass", qos);
        }
    }
}
