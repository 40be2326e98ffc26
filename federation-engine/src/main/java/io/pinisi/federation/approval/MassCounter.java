package io.pinisi.federation.approval;

import io.pinisi.cluster.admission.Act;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts on how many objects each person has acted lately, by policy. What is written again because
 * something came between is counted once. Thread-safe.
 */
final class MassCounter {
    /** Beyond this nobody is forgotten one by one any more: who has been quiet goes. */
    private static final int COUNTED_MAX = 10_000;

    private final Map<Key, Window> windows = new HashMap<>();

    private record Key(String policy, String user) {}

    private record Entry(Instant at, int objects) {}

    private static final class Window {
        private final Deque<Entry> entries = new ArrayDeque<>();
        private Act last;
        private boolean beyond;

        private Window(Act first) {
            this.last = first;
        }
    }

    /** Whether this goes beyond what goes without asking; what does is not counted. */
    synchronized boolean isBeyond(
            String policy,
            ApprovalPolicy.Mass limit,
            String user,
            Act act,
            int objects,
            Instant now) {
        Key key = new Key(policy, user);
        Window window = windows.get(key);
        if (window != null && window.last == act) {
            return window.beyond;
        }
        if (window == null) {
            makeRoom(limit, now);
            window = new Window(act);
            windows.put(key, window);
        }
        window.last = act;
        Instant since = now.minus(limit.window());
        window.entries.removeIf(entry -> !entry.at().isAfter(since));
        int sum = window.entries.stream().mapToInt(Entry::objects).sum();
        window.beyond = sum + objects > limit.objects();
        if (!window.beyond) {
            window.entries.add(new Entry(now, objects));
        }
        return window.beyond;
    }

    private void makeRoom(ApprovalPolicy.Mass limit, Instant now) {
        if (windows.size() >= COUNTED_MAX) {
            Instant since = now.minus(limit.window());
            windows.values()
                    .removeIf(
                            window ->
                                    window.entries.stream().noneMatch(e -> e.at().isAfter(since)));
        }
    }
}
