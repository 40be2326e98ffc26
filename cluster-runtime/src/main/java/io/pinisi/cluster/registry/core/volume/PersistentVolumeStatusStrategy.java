package io.pinisi.cluster.registry.core.volume;

import io.pinisi.cluster.registry.StatusStrategy;
import io.pinisi.cluster.registry.Transition;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;

/** Notes when the phase last changed. */
final class PersistentVolumeStatusStrategy extends StatusStrategy {
    static final String CHANGED = "lastPhaseTransitionTime";

    @Override
    public void prepare(Transition transition) {
        ObjectNode old = transition.old();
        if (old == null || !(transition.next().get("status") instanceof ObjectNode status)) {
            return;
        }
        boolean moved = !old.path("status").path("phase").equals(status.path("phase"));
        if (moved && old.path("status").path(CHANGED).equals(status.path(CHANGED))) {
            status.put(CHANGED, transition.now().truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }
}
