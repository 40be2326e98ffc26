package io.pinisi.cluster.node.pod;

import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.node.runtime.ContainerSpec;

/** Turns requests and limits into the kernel's terms, as the kubelet does. */
public final class Limits {
    private static final long PERIOD = 100_000;
    private static final long MIN_QUOTA = 1_000;
    private static final long SHARES_PER_CPU = 1024;
    private static final long MIN_SHARES = 2;
    private static final long MAX_SHARES = 262_144;
    private static final int GUARANTEED_SCORE = -997;
    private static final int BEST_EFFORT_SCORE = 1000;
    private static final int BURSTABLE_MIN = 3;
    private static final int BURSTABLE_MAX = 999;

    private Limits() {}

    public static ContainerSpec.Resources of(
            Pod pod, ContainerDefinition container, long memoryOfNode) {
        Quantity cpuLimit = QosClass.quantity(container, "limits", "cpu");
        Quantity cpuRequest = QosClass.quantity(container, "requests", "cpu");
        long memory = QosClass.quantity(container, "limits", "memory").asLong();
        Quantity counted = cpuRequest.isZero() ? cpuLimit : cpuRequest;
        return new ContainerSpec.Resources(
                cpuLimit.isZero() ? 0 : PERIOD,
                cpuLimit.isZero() ? 0 : Math.max(MIN_QUOTA, cpuLimit.asMilli() * PERIOD / 1000),
                shares(counted.asMilli()),
                memory,
                score(pod, container, memoryOfNode));
    }

    private static long shares(long milliCpu) {
        long shares = milliCpu * SHARES_PER_CPU / 1000;
        return Math.clamp(shares, MIN_SHARES, MAX_SHARES);
    }

    private static int score(Pod pod, ContainerDefinition container, long memoryOfNode) {
        return switch (QosClass.of(pod)) {
            case GUARANTEED -> GUARANTEED_SCORE;
            case BEST_EFFORT -> BEST_EFFORT_SCORE;
            case BURSTABLE -> {
                long request = QosClass.quantity(container, "requests", "memory").asLong();
                long score = 1000 - 1000 * request / Math.max(1, memoryOfNode);
                yield Math.clamp(score, BURSTABLE_MIN, BURSTABLE_MAX);
            }
        };
    }
}
