package io.pinisi.federation.rollout;

import io.pinisi.federation.rollout.Progress.Cluster;
import io.pinisi.federation.rollout.Progress.Past;
import io.pinisi.federation.rollout.Progress.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where one run ends and the next begins. Pure. */
final class Runs {
    private Runs() {}

    /**
     * The run that is for {@code target}: the present one, or a new one that supersedes it. A run
     * that did not come to its end leaves nothing behind that anybody would want to go back to.
     */
    static Progress current(Progress before, String target, Set<String> authors, Instant now) {
        if (before.target().equals(target)) {
            return before;
        }
        Map<String, Cluster> clusters = new TreeMap<>();
        before.clusters()
                .forEach(
                        (name, one) ->
                                clusters.put(
                                        name,
                                        new Cluster(
                                                one.stage(),
                                                one.revision(),
                                                lastGood(one, before),
                                                one.revision().equals(target)
                                                        ? State.UPDATED
                                                        : State.WAITING,
                                                now,
                                                Instant.EPOCH)));
        return new Progress(
                before.run() + 1,
                target,
                before.stable(),
                Phase.PROGRESSING,
                "",
                now,
                authors,
                Set.of(),
                "",
                clusters,
                history(before, now));
    }

    private static String lastGood(Cluster cluster, Progress run) {
        boolean proven = run.phase() == Phase.COMPLETED && cluster.state() == State.UPDATED;
        return proven ? cluster.revision() : cluster.previous();
    }

    private static List<Past> history(Progress before, Instant now) {
        List<Past> history = new ArrayList<>();
        history.add(
                new Past(
                        before.run(),
                        before.target(),
                        before.phase().isOver() ? before.phase().text() : "Superseded",
                        before.started(),
                        now));
        history.addAll(before.history());
        return history.subList(0, Math.min(history.size(), Progress.HISTORY_MAX));
    }
}
