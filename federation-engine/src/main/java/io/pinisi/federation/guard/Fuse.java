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
 * label, a taint, a cluster. Each delete first waits a moment, so that a change that concerns many
 * is seen as one. Strays, which no written decision ever condemned, are held one by one.
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

        final Map<Template, Instant> strays = new HashMap<>();

        /** Strays that were there for longer than a moment. */
        final Set<Template> ripe = new HashSet<>();

        /** Those of them that may go. */
        final Set<Template> released = new HashSet<>();

        final Deque<Instant> gone = new ArrayDeque<>();
        boolean blown;

        /** Until when each delete is one too many. */
        Instant armed = Instant.MIN;

        int held() {
            return waiting.size()
                    - (int) waiting.keySet().stream().filter(released::contains).count();
        }
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
     * @param strayed clusters that have it although no decision knows of it
     */
    public void note(Template template, Set<String> clusters, Set<String> strayed) {
        Set<String> changed = new HashSet<>();
        synchronized (this) {
            for (String cluster : strayed) {
                lines.computeIfAbsent(cluster, absent -> new Line())
                        .strays
                        .putIfAbsent(template, clock.instant());
            }
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
                        if (!strayed.contains(cluster) && found(line, template)) {
                            changed.add(cluster);
                        }
                    });
        }
        changed.forEach(listener);
    }

    /** Whether that changes what is held. */
    private static boolean leave(Line line, Template template) {
        boolean was = line.waiting.remove(template) != null;
        if (!line.strays.containsKey(template)) {
            line.released.remove(template);
        }
        boolean blown = line.blown;
        line.blown = blown && line.held() > 0;
        return was && blown;
    }

    private static boolean found(Line line, Template template) {
        if (line.strays.remove(template) != null && !line.waiting.containsKey(template)) {
            line.released.remove(template);
        }
        return line.ripe.remove(template);
    }

    /** Until when a caution lasts that begins now. */
    public Instant caution() {
        return clock.instant().plus(limits.caution());
    }

    /**
     * Until then nothing goes from the cluster unasked, however little it is. No caution lasts
     * longer than one that begins now: whoever wrote the moment down may have had another clock.
     */
    public synchronized void arm(String cluster, Instant until) {
        Line line = lines.computeIfAbsent(cluster, absent -> new Line());
        Instant longest = caution();
        Instant moment = until.isBefore(longest) ? until : longest;
        line.armed = moment.isAfter(line.armed) ? moment : line.armed;
    }

    /** Asked before each delete. */
    public Verdict ask(String cluster, Template template) {
        Verdict verdict;
        boolean blew;
        synchronized (this) {
            Line line = lines.get(cluster);
            if (line == null || line.released.contains(template)) {
                return new Verdict.Go();
            }
            Instant stray = line.strays.get(template);
            Instant since = line.waiting.get(template);
            if (stray != null) {
                int before = line.ripe.size();
                verdict = judgeStray(line, template, stray);
                blew = line.ripe.size() > before;
            } else if (since != null) {
                boolean before = line.blown;
                verdict = judge(line, template, since);
                blew = line.blown && !before;
            } else {
                return new Verdict.Go();
            }
        }
        if (blew) {
            listener.accept(cluster);
        }
        return verdict;
    }

    private Verdict judgeStray(Line line, Template template, Instant since) {
        Duration left = Duration.between(clock.instant(), since.plus(limits.gathering()));
        if (left.isPositive()) {
            return new Verdict.Wait(left);
        }
        line.ripe.add(template);
        return new Verdict.Held(line.ripe.size());
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
        int held = line.held();
        boolean many = held + line.gone.size() >= limits.most();
        if (line.blown || many || now.isBefore(line.armed)) {
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
        if (line == null) {
            return Map.of();
        }
        Map<Template, Instant> held = new HashMap<>(line.blown ? line.waiting : Map.of());
        line.ripe.forEach(template -> held.put(template, line.strays.get(template)));
        held.keySet().removeAll(line.released);
        return held;
    }

    /** Clusters in which something waits for a person, with how many. */
    public synchronized Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        for (String cluster : lines.keySet()) {
            int held = held(cluster).size();
            if (held > 0) {
                counts.put(cluster, held);
            }
        }
        return counts;
    }

    /** A person has confirmed these deletes. */
    void release(String cluster, Set<Template> templates) {
        synchronized (this) {
            Line line = lines.get(cluster);
            if (line == null) {
                return;
            }
            templates.stream()
                    .filter(one -> line.waiting.containsKey(one) || line.strays.containsKey(one))
                    .forEach(line.released::add);
            line.blown = line.held() > 0;
        }
        listener.accept(cluster);
    }
}
