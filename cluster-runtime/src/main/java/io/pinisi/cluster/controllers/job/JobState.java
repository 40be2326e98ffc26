package io.pinisi.cluster.controllers.job;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A job and its pods, as one pass finds them.
 *
 * @param released uids of pods whose finalizer has been taken off, seen in the copy or not
 * @param caughtUp whether the copy shows all pods that were asked for or sent away
 */
record JobState(
        JobView job, List<JobPod> pods, Set<String> released, boolean caughtUp, Instant now) {
    JobState {
        pods = List.copyOf(pods);
        released = Set.copyOf(released);
    }

    /** Whether a pod is still held back until its end is counted. */
    boolean holds(JobPod pod) {
        return pod.isTracked() && !released.contains(pod.uid());
    }

    List<JobPod> active() {
        return pods.stream().filter(JobPod::isActive).toList();
    }

    int ready() {
        return Math.toIntExact(pods.stream().filter(JobPod::isReady).count());
    }

    int terminating() {
        return Math.toIntExact(pods.stream().filter(JobPod::isTerminating).count());
    }
}
