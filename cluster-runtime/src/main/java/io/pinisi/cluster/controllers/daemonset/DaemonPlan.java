package io.pinisi.cluster.controllers.daemonset;

import io.pinisi.cluster.controller.view.PodView;
import java.util.List;

/**
 * What one pass over a daemon set does.
 *
 * @param create nodes to make pods for
 * @param ended pods that have ended by themselves and are replaced, which people are told of
 */
record DaemonPlan(List<String> create, List<PodView> delete, List<PodView> ended) {
    static final DaemonPlan NOTHING = new DaemonPlan(List.of(), List.of(), List.of());

    DaemonPlan {
        create = List.copyOf(create);
        delete = List.copyOf(delete);
        ended = List.copyOf(ended);
    }

    boolean isEmpty() {
        return create.isEmpty() && delete.isEmpty();
    }
}
