package io.pinisi.cluster.controllers.statefulset;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.history.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stateful set and its pods, as one pass finds them.
 *
 * @param current what the rollout comes from
 * @param update what it goes to; the same where none is under way
 * @param pods by ordinal
 */
record SetState(
        StatefulSetView set,
        Revision current,
        Revision update,
        TreeMap<Integer, PodView> pods,
        Instant now) {

    static SetState of(
            StatefulSetView set,
            Revision current,
            Revision update,
            List<ObjectNode> owned,
            Instant now) {
        TreeMap<Integer, PodView> pods = new TreeMap<>();
        for (ObjectNode pod : owned) {
            PodView view = new PodView(pod);
            OptionalInt ordinal = Identity.ordinal(set, view.metadata().name());
            ordinal.ifPresent(number -> pods.put(number, view));
        }
        return new SetState(set, current, update, pods, now);
    }

    /** Pods beyond what is wanted, the highest ordinal first. */
    List<Map.Entry<Integer, PodView>> condemned() {
        List<Map.Entry<Integer, PodView>> condemned = new ArrayList<>();
        pods.descendingMap()
                .entrySet()
                .forEach(
                        pod -> {
                            if (!set.isWanted(pod.getKey())) {
                                condemned.add(pod);
                            }
                        });
        return condemned;
    }

    static String revision(PodView pod) {
        String name = pod.metadata().label(Identity.REVISION);
        return name == null ? "" : name;
    }

    boolean isUpdated(PodView pod) {
        return revision(pod).equals(update.name());
    }

    static boolean isRunningAndReady(PodView pod) {
        return pod.phase().equals("Running") && pod.isReady();
    }

    boolean isAvailable(PodView pod) {
        return isRunningAndReady(pod) && pod.isAvailable(set.minReadySeconds(), now);
    }

    boolean isHealthy(PodView pod) {
        return isRunningAndReady(pod) && !pod.metadata().isDeleting();
    }

    /** What a pod that is made now is made of: a partition keeps the lower ones as they were. */
    Revision revisionFor(int ordinal) {
        return set.isRolling() && ordinal < set.start() + set.partition() ? current : update;
    }
}
