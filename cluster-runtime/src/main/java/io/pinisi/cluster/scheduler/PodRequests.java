package io.pinisi.cluster.scheduler;

import tools.jackson.databind.JsonNode;

/**
 * What a pod needs at its most demanding moment: all containers and sidecars together, or one init
 * container beside the sidecars started before it; overhead on top.
 */
final class PodRequests {
    private static final long CPU_FLOOR = 100;
    private static final long MEMORY_FLOOR = 200L * 1024 * 1024;

    private PodRequests() {}

    /** Exactly what is asked for. */
    static Amounts of(JsonNode spec) {
        return sum(spec, false);
    }

    /** With a small amount for containers that ask for no CPU or memory; used for scores. */
    static Amounts scored(JsonNode spec) {
        return sum(spec, true);
    }

    private static Amounts sum(JsonNode spec, boolean floors) {
        Amounts running = Amounts.NONE;
        for (JsonNode container : spec.path("containers")) {
            running = running.plus(container(container, floors));
        }
        Amounts sidecars = Amounts.NONE;
        Amounts starting = Amounts.NONE;
        for (JsonNode container : spec.path("initContainers")) {
            Amounts needs = container(container, floors);
            if (container.path("restartPolicy").asString("").equals("Always")) {
                sidecars = sidecars.plus(needs);
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(sidecars.plus(needs));
            }
        }
        return running.plus(sidecars).max(starting).plus(Amounts.of(spec.path("overhead")));
    }

    private static Amounts container(JsonNode container, boolean floors) {
        Amounts requests = Amounts.of(container.path("resources").path("requests"));
        return floors
                ? requests.atLeast(Amounts.CPU, CPU_FLOOR).atLeast(Amounts.MEMORY, MEMORY_FLOOR)
                : requests;
    }
}
