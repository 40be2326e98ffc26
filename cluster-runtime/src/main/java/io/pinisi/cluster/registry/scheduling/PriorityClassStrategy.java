package io.pinisi.cluster.registry.scheduling;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

final class PriorityClassStrategy implements ResourceStrategy {
    private static final int HIGHEST_OF_USERS = 1_000_000_000;
    private static final List<String> POLICIES = List.of("Never", "PreemptLowerPriority");
    private static final Map<String, Integer> SYSTEM =
            Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        String name = Metadata.of(next).name();
        int value = next.path("value").asInt(0);
        if (name.startsWith("system-")) {
            checkReserved(name, next, faults);
        } else if (value > HIGHEST_OF_USERS) {
            faults.forbidden(
                    "value",
                    "maximum allowed value of a user defined priority is " + HIGHEST_OF_USERS);
        }
        FieldRules.checkChoice(
                next.path("preemptionPolicy").asString(""), POLICIES, "preemptionPolicy", faults);
        ObjectNode old = transition.old();
        if (old != null) {
            if (old.path("value").asInt(0) != value) {
                faults.forbidden("value", "may not be changed in an update.");
            }
            FieldRules.checkUnchanged(old, next, "preemptionPolicy", faults);
        }
    }

    private static void checkReserved(String name, ObjectNode next, Faults faults) {
        Integer value = SYSTEM.get(name);
        String why = null;
        if (value == null) {
            why = name + " is not a known system priority class";
        } else if (value != next.path("value").asInt(0)) {
            why = "value of " + name + " PriorityClass must be " + value;
        } else if (next.path("globalDefault").asBoolean(false)) {
            why = "globalDefault of " + name + " PriorityClass must be false";
        }
        if (why != null) {
            faults.forbidden(
                    "metadata.name",
                    "priority class names with 'system-' prefix are reserved for system use only."
                            + " error: "
                            + why);
        }
    }
}
