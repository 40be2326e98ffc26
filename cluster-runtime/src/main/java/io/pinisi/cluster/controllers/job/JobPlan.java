package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.controller.view.PodView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one pass over a job does.
 *
 * @param create pods to make
 * @param delete pods to end, which are counted in the end
 * @param discard pods to end that nobody counts
 * @param status as it is if all of that succeeds
 * @param release pods to let go once the status is written
 * @param revisit when time alone changes something
 */
record JobPlan(
        List<ObjectNode> create,
        List<PodView> delete,
        List<JobPod> discard,
        ObjectNode status,
        List<JobPod> release,
        List<Told> told,
        Optional<Duration> revisit) {

    JobPlan {
        create = List.copyOf(create);
        delete = List.copyOf(delete);
        discard = List.copyOf(discard);
        release = List.copyOf(release);
        told = List.copyOf(told);
    }

    /** Something that people are told. */
    record Told(boolean isWarning, String reason, String message) {}
}
