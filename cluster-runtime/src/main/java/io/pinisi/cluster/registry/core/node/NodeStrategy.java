package io.pinisi.cluster.registry.core.node;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class NodeStrategy implements ResourceStrategy {
    private static final List<String> EFFECTS =
            List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    /** The address range of a node's pods, once given, stays. */
    @Override
    public void isolate(Transition transition) {
        ObjectNode old = transition.old();
        if (old != null) {
            JsonNode podCidr = old.path("spec").get("podCIDR");
            if (podCidr != null && transition.next().get("spec") instanceof ObjectNode spec) {
                spec.set("podCIDR", podCidr);
            }
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode taints = transition.next().path("spec").path("taints");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < taints.size(); i++) {
            String path = "spec.taints[" + i + "]";
            JsonNode taint = taints.get(i);
            String key = taint.path("key").asString("");
            String effect = taint.path("effect").asString("");
            NameRule.qualifiedFaults(key)
                    .forEach(fault -> faults.invalid(path + ".key", key, fault));
            NameRule.LABEL_VALUE
                    .faults(taint.path("value").asString(""))
                    .forEach(fault -> faults.invalid(path + ".value", taint.path("value"), fault));
            if (!EFFECTS.contains(effect)) {
                faults.notSupported(path + ".effect", effect, EFFECTS);
            }
            if (!seen.add(key + ":" + effect)) {
                faults.duplicate("spec.taints[" + i + "]", key + ":" + effect);
            }
        }
    }
}
