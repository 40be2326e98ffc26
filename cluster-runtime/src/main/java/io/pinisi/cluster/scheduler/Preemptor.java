package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.scheduler.Decision.Unschedulable;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room for pods that fit nowhere. The victims end in their own time; until then the node is
 * kept for the pod, so that nothing less important takes the place.
 */
final class Preemptor {
    private static final Logger log = LoggerFactory.getLogger(Preemptor.class);
    private static final String NEVER = "Never";

    private final Preemption planner;
    private final ClusterState state;
    private final Lister budgets;
    private final Binder binder;
    private final EventRecorder recorder;
    private final InstantSource clock;

    Preemptor(
            Profile profile,
            ClusterState state,
            Lister budgets,
            Binder binder,
            EventRecorder recorder,
            InstantSource clock) {
        this.planner = new Preemption(profile);
        this.state = state;
        this.budgets = budgets;
        this.binder = binder;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** What the pod's diagnosis says of it; empty where room is being made. */
    String preempt(PodFacts pod, ClusterSnapshot snapshot, Unschedulable diagnosis) {
        if (pod.spec().path("preemptionPolicy").asString("").equals(NEVER)) {
            return "not eligible due to preemptionPolicy=Never.";
        }
        String nominated = state.nominatedNode(pod.uid());
        if (snapshot.nodes().stream()
                .filter(node -> node.name().equals(nominated))
                .flatMap(node -> node.pods().stream())
                .anyMatch(other -> other.deleting() && other.priority() < pod.priority())) {
            return "not eligible due to a terminating pod on the nominated node.";
        }
        return switch (planner.plan(pod, snapshot, diagnosis.refusals(), all())) {
            case Preemption.Outcome.None(String message) -> {
                state.nominateNoMore(pod.uid());
                yield message;
            }
            case Preemption.Outcome.Room(String node, List<PodFacts> victims) -> {
                state.nominate(pod, node);
                Thread.ofVirtual()
                        .name("preempt for " + pod.key())
                        .start(() -> victims.forEach(victim -> end(victim, pod, node)));
                yield "";
            }
        };
    }

    private List<DisruptionBudget> all() {
        return budgets.list().stream().map(DisruptionBudget::of).toList();
    }

    private void end(PodFacts victim, PodFacts pod, String node) {
        if (victim.deleting()) {
            return;
        }
        try {
            binder.end(victim, clock.instant());
            recorder.normal(
                    victim.tree(),
                    "Preempted",
                    "Preempted by pod " + pod.uid() + " on node " + node);
            log.info("preempted pod={} for={} node={}", victim.key(), pod.key(), node);
        } catch (ApiException e) {
            log.warn("not preempted pod={} for={}: {}", victim.key(), pod.key(), e.getMessage());
        }
    }
}
