package io.pinisi.federation.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.rollout.Plan.Action;
import io.pinisi.federation.rollout.Progress.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What holds however clusters fall ill, vanish, come and go, and however often the hub restarts:
 * {@link Voyage} reads back what was written between any two steps.
 */
final class RolloutPropertiesTest {
    private static final int STORMS = 40;
    private static final int STEPS = 300;
    private static final int MAX_FAILURES = 2;

    private final Set<String> touched = new HashSet<>();
    private int run;

    @Test
    void aStormBreaksNoRule() {
        for (long seed = 1; seed <= STORMS; seed++) {
            run = 0;
            storm(seed);
        }
    }

    private void storm(long seed) {
        Random random = new Random(seed);
        int concurrency = 1 + random.nextInt(3);
        Voyage voyage =
                new Voyage(
                        """
                        stages:
                        - name: first
                          clusters: {labelSelector: {matchLabels: {ring: '0'}}}
                          orderBy: rank
                          maxConcurrency: %d
                          soakSeconds: 20
                        - name: second
                          clusters: {labelSelector: {matchLabels: {ring: '1'}}}
                          maxConcurrency: 50%%
                        maxFailures: %d
                        progressDeadlineSeconds: 100
                        """
                                .formatted(concurrency, MAX_FAILURES));
        for (int i = 0; i < 9; i++) {
            voyage.join(member(random, "c" + i));
        }
        voyage.settle();
        for (int i = 0; i < STEPS; i++) {
            disturb(voyage, random, i);
            List<String> before = waitingInReach(voyage);
            List<Action> moves = voyage.step();
            check(voyage, moves, before, concurrency);
        }
    }

    private static ClusterFacts member(Random random, String name) {
        return Voyage.cluster(
                name,
                Map.of(
                        "ring", Integer.toString(random.nextInt(3)),
                        "rank", Integer.toString(random.nextInt(9))));
    }

    private static void disturb(Voyage voyage, Random random, int step) {
        List<ClusterFacts> members = voyage.members();
        String any = members.get(random.nextInt(members.size())).name();
        switch (random.nextInt(24)) {
            case 0 -> voyage.away(any, !voyage.isAway(any));
            case 1 -> voyage.sick(any, !voyage.isSick(any));
            case 2 -> voyage.join(member(random, "n" + step));
            case 3 -> {
                if (members.size() > 4) {
                    voyage.leave(any);
                }
            }
            case 4 -> voyage.change("r" + step);
            case 5 ->
                    voyage.control(
                            new Control(true, 0, 0, 0, Set.of(), Set.of(), Set.of(), List.of()));
            case 6, 7 -> voyage.control(Control.NONE);
            default -> voyage.pass(Duration.ofSeconds(random.nextInt(15)));
        }
    }

    /** Those that may get the change now, stage by stage, in their order. */
    private static List<String> waitingInReach(Voyage voyage) {
        List<String> names = new ArrayList<>();
        voyage.members().stream()
                .filter(one -> !voyage.isAway(one.name()))
                .filter(one -> voyage.progress().clusters().containsKey(one.name()))
                .filter(one -> voyage.state(one.name()) == State.WAITING)
                .sorted(
                        java.util.Comparator.comparing(
                                        (ClusterFacts one) -> one.labels().get("ring"))
                                .thenComparing(
                                        one ->
                                                "0".equals(one.labels().get("ring"))
                                                        ? String.valueOf(one.labels().get("rank"))
                                                        : "")
                                .thenComparing(ClusterFacts::name))
                .forEach(one -> names.add(one.name()));
        return names;
    }

    private void check(Voyage voyage, List<Action> moves, List<String> waiting, int concurrency) {
        Progress progress = voyage.progress();
        boolean same = progress.run() == run;
        if (!same) {
            run = progress.run();
            touched.clear();
        }
        List<String> given = new ArrayList<>();
        for (Action move : moves) {
            if (move instanceof Action.Give(String cluster, String stage, String revision)) {
                given.add(cluster);
                assertTrue(touched.add(cluster), () -> cluster + " twice in run " + run);
                assertEquals(progress.target(), revision);
                assertFalse(voyage.isAway(cluster), () -> "nobody was in " + cluster);
                assertTrue(
                        progress.clusters().values().stream()
                                .filter(one -> one.state().isActive())
                                .allMatch(one -> one.stage().equals(stage) || joined(voyage)),
                        () -> "two stages at once: " + progress);
            }
        }
        touched.removeIf(name -> !progress.clusters().containsKey(name));
        if (same && !given.isEmpty() && waiting.containsAll(given)) {
            assertEquals(waiting.subList(0, given.size()), given, "out of order");
        }
        if (progress.count(State.FAILED) + progress.count(State.RECOVERING) > MAX_FAILURES) {
            assertEquals(List.of(), given, "goes on although too many failed");
        }
        bounded(progress, concurrency);
        assigned(progress);
    }

    /** Who joins an earlier stage gets its turn while a later one is on its way. */
    private static boolean joined(Voyage voyage) {
        return voyage.members().stream().anyMatch(one -> one.name().startsWith("n"));
    }

    private static void bounded(Progress progress, int concurrency) {
        long first =
                progress.clusters().values().stream()
                        .filter(one -> one.stage().equals("first") && one.state().isActive())
                        .count();
        assertTrue(first <= concurrency, () -> first + " at once: " + progress);
        long others =
                progress.clusters().values().stream()
                        .filter(one -> one.stage().equals("others") && one.state().isActive())
                        .count();
        assertTrue(others <= 1, () -> others + " at once: " + progress);
    }

    /** Who waits does not have the change; who does not wait has it. */
    private static void assigned(Progress progress) {
        progress.clusters()
                .forEach(
                        (name, one) -> {
                            boolean has = one.revision().equals(progress.target());
                            boolean waits = one.state() == State.WAITING;
                            assertTrue(has != waits, () -> name + " in " + progress);
                        });
    }
}
