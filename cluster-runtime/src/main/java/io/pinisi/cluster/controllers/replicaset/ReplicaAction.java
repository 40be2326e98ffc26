package io.pinisi.cluster.controllers.replicaset;

import io.pinisi.cluster.controller.view.PodView;
import java.util.List;

/** What must be done to have the wanted number of pods. */
sealed interface ReplicaAction {
    record Nothing() implements ReplicaAction {}

    record Create(int count) implements ReplicaAction {}

    record Delete(List<PodView> pods) implements ReplicaAction {
        public Delete {
            pods = List.copyOf(pods);
        }
    }
}
