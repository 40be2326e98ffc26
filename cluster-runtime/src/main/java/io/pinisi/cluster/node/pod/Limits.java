package io.pinisi.cluster.node.pod;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.node.runtime.ContainerSpec;
import io.pinisi.cluster.node.runtime.ObservedContainer;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

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

    /** Which of a container's resources the kernel has otherwise than wanted, as far as known. */
    static Set<String> changes(Pod pod, ContainerDefinition container, ObservedContainer seen) {
        ContainerSpec.Resources actual = seen.resources();
        if (actual == null || container.kind() != ContainerDefinition.Kind.MAIN) {
            return Set.of();
        }
        ContainerSpec.Resources wanted = of(pod, container, 1);
        Set<String> changes = new TreeSet<>();
        if (wanted.cpuQuota() != actual.cpuQuota() || wanted.cpuShares() != actual.cpuShares()) {
            changes.add("cpu");
        }
        if (wanted.memoryLimit() != actual.memoryLimit()) {
            changes.add("memory");
        }
        return changes;
    }

    /** What a container runs with, in the words of the API: as granted, but for what differs. */
    static ObjectNode actual(Pod pod, ContainerDefinition container, ObservedContainer seen) {
        ObjectNode result = Json.object();
        container
                .node()
                .path("resources")
                .properties()
                .forEach(
                        field -> {
                            if (!field.getKey().equals("claims")) {
                                result.set(field.getKey(), field.getValue().deepCopy());
                            }
                        });
        ContainerSpec.Resources actual = seen.resources();
        if (actual == null || changes(pod, container, seen).isEmpty()) {
            return result;
        }
        ContainerSpec.Resources wanted = of(pod, container, 1);
        if (wanted.cpuQuota() != actual.cpuQuota() && actual.cpuPeriod() > 0) {
            put(
                    result,
                    "limits",
                    "cpu",
                    Quantity.ofMilli(actual.cpuQuota() * 1000 / actual.cpuPeriod()));
        }
        if (wanted.cpuShares() != actual.cpuShares()) {
            put(
                    result,
                    "requests",
                    "cpu",
                    Quantity.ofMilli(actual.cpuShares() * 1000 / SHARES_PER_CPU));
        }
        if (wanted.memoryLimit() != actual.memoryLimit()) {
            put(
                    result,
                    "limits",
                    "memory",
                    new Quantity(BigDecimal.valueOf(actual.memoryLimit()), Quantity.Format.BINARY));
        }
        return result;
    }

    private static void put(ObjectNode resources, String list, String name, Quantity amount) {
        ObjectNode amounts = resources.withObject("/" + list);
        if (amount.isZero()) {
            amounts.remove(name);
        } else {
            amounts.put(name, amount.toString());
        }
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
