package io.pinisi.federation.guard;

import io.pinisi.federation.placement.Template;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Holds the deletes of one cluster once too many of them follow from something else: a policy, a
 * label, a taint, a cluster, a restore. Each delete first waits a moment, so that a change that
 * concerns many is seen as one.
 */
public final class Fuse {
    private final FuseLimits limits;
    private final InstantSource clock;
    private final Consumer<String> listener;
    private final Map<String, Line> lines = new HashMap<>();

    /** What becomes of a delete. */
    public sealed interface Verdict {
        record Go() implements Verdict {}

        /** It is asked about again after a while. */
        record Wait(Duration left) implements Verdict {}

        /** It waits, with that many others, until a person confirms. */
        record Held(int count) implements Verdict {}
    }

    /** One cluster. */
    private static final class Line {
        /** Copies that are to go, and since when. */
        final Map<Template, Instant> waiting = new HashMap<>();

        /** Those of them that may go. */
        final Set<Template> released = new HashSet<>();

        final Deque<Instant> gone = new ArrayDeque<>();
        boolean blown;
    }

    /**
     * @param listener told of every cluster whose held deletes are others than before
     */
    public Fuse(FuseLimits limits, InstantSource clock, Consumer<String> listener) {
        this.limits = limits;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Says from which clusters an object is to go although nobody deleted it.
     *
     * @param clusters all of them; none where the object stays everywhere
     */
    public void note(Template template, Set<String> clusters) {
        Set<String> changed = new HashSet<>();
        synchronized (this) {
            for (String cluster : clusters) {
                Line line = lines.computeIfAbsent(cluster, absent -> new Line());
                if (line.waiting.putIfAbsent(template, clock.instant()) == null && line.blown) {
                    changed.add(cluster);
                }
            }
            lines.forEach(
                    (cluster, line) -> {
                        if (!clusters.contains(cluster) && leave(line, template)) {
                            changed.add(cluster);
                        }
                    });
        }
        changed.forEach(listener);
    }

    /** Whether that changes what is held. */
    private static boolean leave(Line line, Template template) {
        boolean was = line.waiting.remove(template) != null;
        line.released.remove(template);
        boolean blown = line.blown;
        line.blown = blown && line.waiting.size() > line.released.size();
        return was && blown;
    }

    /** Asked before each delete. */
    public Verdict ask(String cluster, Template template) {
        Verdict verdict;
        boolean blew;
        synchronized (this) {
            Line line = lines.get(cluster);
            Instant since = line == null ? null : line.waiting.get(template);
            if (line == null || since == null || line.released.contains(template)) {
                return new Verdict.Go();
            }
            boolean before = line.blown;
            verdict = judge(line, template, since);
            blew = line.blown && !before;
        }
        if (blew) {
            listener.accept(cluster);
        }
        return verdict;
    }

    private Verdict judge(Line line, Template template, Instant since) {
        Instant now = clock.instant();
        Duration left = Duration.between(now, since.plus(limits.gathering()));
        if (left.isPositive()) {
            return new Verdict.Wait(left);
        }
        Instant horizon = now.minus(limits.window());
        while (!line.gone.isEmpty() && line.gone.peekFirst().isBefore(horizon)) {
            line.gone.removeFirst();
        }
        int held = line.waiting.size() - line.released.size();
        if (line.blown || held + line.gone.size() >= limits.most()) {
            line.blown = true;
            return new Verdict.Held(held);
        }
        line.gone.addLast(now);
        line.released.add(template);
        return new Verdict.Go();
    }

    /** What waits for a person, by no order, with the moment since when. */
    public synchronized Map<Template, Instant> held(String cluster) {
        Line line = lines.get(cluster);
        if (line == null || !line.blown) {
            return Map.of();
        }
        Map<Template, Instant> held = new HashMap<>(line.waiting);
        held.keySet().removeAll(line.released);
        return held;
    }

    /** Clusters in which something waits for a person, with how many. */
    public synchronized Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        lines.forEach(
                (cluster, line) -> {
                    if (line.blown) {
                        counts.put(cluster, line.waiting.size() - line.released.size());
                    }
                });
        return counts;
    }

    /** A person has confirmed these deletes. */
    void release(String cluster, Set<Template> templates) {
        synchronized (this) {
            Line line = lines.get(cluster);
            if (line == null) {
                return;
            }
            templates.stream().filter(line.waiting::containsKey).forEach(line.released::add);
            line.blown = line.waiting.size() > line.released.size();
        }
        listener.accept(cluster);
    }
}
