package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.node.pod.Health;
import io.pinisi.cluster.node.pod.Pod;
import java.util.List;

/** What a pod's worker finds in its mailbox. */
sealed interface Happening {
    /** Of happenings about the same, only the newest counts. */
    default Object about() {
        return getClass();
    }

    /** The API has a new state of the pod. */
    record PodChanged(Pod pod) implements Happening {}

    /** The API has the pod no more. */
    record PodGone() implements Happening {}

    /** The runtime has changed something of the pod. */
    record Stirred() implements Happening {}

    /** Time to compare volumes with the API. */
    record RefreshDue() implements Happening {}

    record HealthChanged(String containerId, Health health) implements Happening {
        @Override
        public Object about() {
            return List.of(HealthChanged.class, containerId);
        }
    }

    /** There is one action at a time on a subject. */
    record ActionEnded(String subject, Effect effect) implements Happening {
        @Override
        public Object about() {
            return List.of(ActionEnded.class, subject);
        }
    }
}
