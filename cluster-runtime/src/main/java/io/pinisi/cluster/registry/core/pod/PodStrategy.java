package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.DeleteOptions;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import tools.jackson.databind.node.ObjectNode;

final class PodStrategy implements ResourceStrategy {
    @Override
    public void prepare(Transition transition) {
        if (transition.isCreation()) {
            ObjectNode status = transition.next().putObject("status");
            status.put("phase", "Pending");
            status.put("qosClass", QosClass.of(transition.next().path("spec")).text());
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        ObjectNode old = transition.old();
        PodSpecRules.check(next.path("spec"), "spec", faults);
        if (old == null) {
            if (!next.path("spec").path("ephemeralContainers").isEmpty()) {
                faults.forbidden("spec.ephemeralContainers", "cannot be set on create");
            }
        } else {
            PodUpdateRules.check(old, next, faults);
        }
    }

    /**
     * A pod that runs nowhere ends at once; one that runs gets its time, at least a second, unless
     * it is given none by name.
     */
    @Override
    public long gracePeriod(ObjectNode pod, DeleteOptions options) {
        Long asked = options.gracePeriodSeconds();
        long grace =
                asked == null
                        ? pod.path("spec").path("terminationGracePeriodSeconds").asLong(0)
                        : asked;
        String phase = String.valueOf(Json.text(pod, "status", "phase"));
        boolean over = phase.equals("Failed") || phase.equals("Succeeded");
        if (pod.path("spec").path("nodeName").asString("").isEmpty() || over) {
            return 0;
        }
        return grace < 0 ? 1 : grace;
    }
}
