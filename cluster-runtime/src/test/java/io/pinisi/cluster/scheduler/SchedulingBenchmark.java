package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.Map;

/** Prints how many decisions a second the cycle makes: 1,000 pods onto 100 nodes, then warm. */
public final class SchedulingBenchmark {
    private static final int NODES = 100;
    private static final int PODS = 1000;

    private SchedulingBenchmark() {}

    public static void main(String[] args) {
        for (int round = 1; round <= 5; round++) {
            long begun = System.nanoTime();
            int placed = run();
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "round %d: %d of %d pods onto %d nodes in %.3f s, %.0f decisions/s%n",
                    round, placed, PODS, NODES, seconds, PODS / seconds);
        }
    }

    private static int run() {
        ClusterState state = new ClusterState();
        for (int i = 0; i < NODES; i++) {
            state.putNode(
                    ControllerBench.tree(
                            "{'metadata': {'name': 'n%03d', 'labels':".formatted(i)
                                    + " {'kubernetes.io/hostname': 'n%03d'}}, 'status':"
                                            .formatted(i)
                                    + " {'allocatable': {'cpu': '8', 'memory': '32Gi', 'pods':"
                                    + " '110'}}}"));
        }
        SchedulingCycle cycle = new SchedulingCycle(Profile.standard());
        Kin kin = new Kin(LabelSelector.exactly(Map.of("app", "web")));
        int placed = 0;
        for (int i = 0; i < PODS; i++) {
            PodFacts pod =
                    PodFacts.of(
                            ControllerBench.tree(
                                    "{'metadata': {'name': 'p%d', 'namespace': 'default', 'uid':"
                                                    .formatted(i)
                                            + " 'u%d', 'labels': {'app': 'web'}}, 'spec':"
                                                    .formatted(i)
                                            + " {'containers': [{'name': 'c', 'resources':"
                                            + " {'requests': {'cpu': '100m', 'memory':"
                                            + " '128Mi'}}}]}}"));
            if (cycle.decide(pod, state.snapshot(), kin, i)
                    instanceof Decision.Placement placement) {
                state.place(pod, placement.node());
                placed++;
            }
        }
        return placed;
    }
}
