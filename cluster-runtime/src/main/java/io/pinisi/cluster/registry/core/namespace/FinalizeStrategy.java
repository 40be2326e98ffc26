package io.pinisi.cluster.registry.core.namespace;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writing the finalizers in the spec, which the plain way of writing does not touch. */
final class FinalizeStrategy implements ResourceStrategy {
    @Override
    public void isolate(Transition transition) {
        ObjectNode old = transition.old();
        JsonNode status = old == null ? null : old.get("status");
        if (status != null) {
            transition.next().set("status", status);
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        checkFinalizers(transition.next(), faults);
    }

    static void checkFinalizers(ObjectNode namespace, Faults faults) {
        for (JsonNode finalizer : namespace.path("spec").path("finalizers")) {
            String name = finalizer.asString("");
            NameRule.qualifiedFaults(name)
                    .forEach(fault -> faults.invalid("spec.finalizers", name, fault));
        }
    }
}
