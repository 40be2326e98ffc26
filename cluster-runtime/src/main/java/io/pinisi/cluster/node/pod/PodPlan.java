package io.pinisi.cluster.node.pod;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to do now.
 *
 * @param wakeAt when to look again although nothing may have happened
 */
public record PodPlan(List<PodAction> actions, Optional<Instant> wakeAt) {
    public PodPlan {
        actions = List.copyOf(actions);
    }
}
