package io.pinisi.cluster.registry.core.configmap;

import io.pinisi.cluster.registry.DataRules;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ConfigMapStrategy implements ResourceStrategy {
    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        DataRules.checkImmutable(transition.old(), next, faults, "data", "binaryData");
        DataRules.checkKeys(next, "data", faults);
        DataRules.checkKeys(next, "binaryData", faults);
        for (Map.Entry<String, JsonNode> entry : next.path("data").properties()) {
            if (next.path("binaryData").has(entry.getKey())) {
                faults.invalid(
                        "data[" + entry.getKey() + "]",
                        entry.getKey(),
                        "duplicate of key present in binaryData");
            }
        }
        long size = DataRules.textBytes(next, "data") + DataRules.decodedBytes(next, "binaryData");
        if (size > DataRules.MAX_BYTES) {
            faults.tooLong("", "may not be more than " + DataRules.MAX_BYTES + " bytes");
        }
    }
}
