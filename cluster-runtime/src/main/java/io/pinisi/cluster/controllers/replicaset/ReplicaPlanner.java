package io.pinisi.cluster.controllers.replicaset;

import io.pinisi.cluster.controller.view.PodView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Decides how the number of active pods comes to the wanted one. Pure. */
final class ReplicaPlanner {
    /** Pods that one pass creates or deletes at most. */
    static final int BURST = 500;

    private ReplicaPlanner() {}

    /**
     * @param active the set's own active pods
     * @param related active pods of all sets of the same owner, which tell crowded nodes
     */
    static ReplicaAction plan(
            int wanted, List<PodView> active, List<PodView> related, Instant now) {
        int missing = wanted - active.size();
        if (missing == 0) {
            return new ReplicaAction.Nothing();
        }
        if (missing > 0) {
            return new ReplicaAction.Create(Math.min(missing, BURST));
        }
        int surplus = Math.min(-missing, BURST);
        if (surplus == active.size()) {
            return new ReplicaAction.Delete(active);
        }
        Map<String, Long> perNode =
                related.stream()
                        .collect(Collectors.groupingBy(PodView::nodeName, Collectors.counting()));
        return new ReplicaAction.Delete(
                active.stream().sorted(new DeletionOrder(perNode, now)).limit(surplus).toList());
    }
}
