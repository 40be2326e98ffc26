package io.pinisi.cluster.registry.storage;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class CsiNodeStrategy implements ResourceStrategy {
    private static final int LONGEST_ID = 192;

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode drivers = transition.next().path("spec").path("drivers");
        ObjectNode old = transition.old();
        Map<String, JsonNode> before = new HashMap<>();
        if (old != null) {
            old.path("spec").path("drivers").forEach(d -> before.put(name(d), d));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < drivers.size(); i++) {
            String path = "spec.drivers[" + i + "]";
            JsonNode driver = drivers.get(i);
            CsiDriverStrategy.checkName(name(driver), path + ".name", faults);
            if (FieldRules.isFilled(driver, "nodeID", path, faults)
                    && driver.path("nodeID").asString("").length() > LONGEST_ID) {
                faults.tooLong(path + ".nodeID", "may not be more than " + LONGEST_ID + " bytes");
            }
            if (!names.add(name(driver))) {
                faults.duplicate(path + ".name", name(driver));
            }
            JsonNode known = before.get(name(driver));
            if (known != null && !known.equals(driver)) {
                faults.invalid(path, driver, FieldRules.IMMUTABLE);
            }
            FieldRules.checkNotNegative(
                    driver.path("allocatable").path("count"), path + ".allocatable.count", faults);
        }
    }

    private static String name(JsonNode driver) {
        return driver.path("name").asString("");
    }
}
