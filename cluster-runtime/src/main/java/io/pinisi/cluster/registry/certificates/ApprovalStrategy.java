package io.pinisi.cluster.registry.certificates;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.StatusStrategy;
import io.pinisi.cluster.registry.Transition;
import tools.jackson.databind.node.ObjectNode;

/** Approval changes the conditions of a request and nothing else. */
final class ApprovalStrategy extends StatusStrategy {
    @Override
    public void isolate(Transition transition) {
        super.isolate(transition);
        ObjectNode old = transition.old();
        if (old == null || !(transition.next().get("status") instanceof ObjectNode status)) {
            return;
        }
        status.remove("certificate");
        if (old.path("status").has("certificate")) {
            status.set("certificate", old.path("status").path("certificate").deepCopy());
        }
    }

    @Override
    public void prepare(Transition transition) {
        RequestConditions.stamp(transition);
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        RequestConditions.check(transition, faults);
    }
}
