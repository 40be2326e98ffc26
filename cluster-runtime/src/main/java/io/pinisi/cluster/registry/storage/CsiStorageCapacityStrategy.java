package io.pinisi.cluster.registry.storage;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.QuantityRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.SelectorRules;
import io.pinisi.cluster.registry.Transition;
import tools.jackson.databind.node.ObjectNode;

final class CsiStorageCapacityStrategy implements ResourceStrategy {
    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        String storageClass = next.path("storageClassName").asString("");
        FieldRules.checkName(NameRule.DNS_SUBDOMAIN, storageClass, "storageClassName", faults);
        SelectorRules.check(next.path("nodeTopology"), "nodeTopology", faults);
        for (String amount : new String[] {"capacity", "maximumVolumeSize"}) {
            if (next.has(amount)) {
                QuantityRules.checkNotNegative(next.path(amount), amount, faults);
            }
        }
        FieldRules.checkUnchanged(transition.old(), next, "nodeTopology", faults);
        FieldRules.checkUnchanged(transition.old(), next, "storageClassName", faults);
    }
}
