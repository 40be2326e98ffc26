package io.pinisi.cluster.ingress.route;

import java.util.List;

/**
 * What stands behind a route.
 *
 * @param name as people know it, for answers and the log
 * @param lack why there is no target, or empty
 */
public record Pool(String name, List<Target> targets, String lack) {
    public Pool {
        targets = List.copyOf(targets);
    }

    public static Pool of(String name, List<Target> targets) {
        return new Pool(name, targets, targets.isEmpty() ? "no endpoint is ready" : "");
    }

    public static Pool without(String name, String lack) {
        return new Pool(name, List.of(), lack);
    }
}
