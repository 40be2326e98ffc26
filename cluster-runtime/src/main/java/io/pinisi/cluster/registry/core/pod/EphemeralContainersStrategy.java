package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Containers for debugging: added to a pod that runs, never taken away or changed. */
final class EphemeralContainersStrategy implements ResourceStrategy {
    private static final String FIELD = "ephemeralContainers";

    @Override
    public void isolate(Transition transition) {
        ObjectNode old = transition.old();
        if (old == null) {
            return;
        }
        ObjectNode next = transition.next();
        JsonNode wanted = next.path("spec").get(FIELD);
        JsonNode metadata = next.path("metadata");
        next.removeAll();
        next.setAll(old.deepCopy());
        next.set("metadata", metadata);
        if (next.get("spec") instanceof ObjectNode spec && wanted != null) {
            spec.set(FIELD, wanted);
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode old = transition.old();
        if (old == null) {
            return;
        }
        PodSpecRules.check(transition.next().path("spec"), "spec", faults);
        JsonNode before = old.path("spec").path(FIELD);
        JsonNode after = transition.next().path("spec").path(FIELD);
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).equals(after.get(i))) {
                faults.forbidden(
                        "spec.ephemeralContainers[" + i + "]",
                        "existing ephemeral containers \""
                                + before.get(i).path("name").asString("")
                                + "\" may not be changed\n");
            }
        }
    }
}
