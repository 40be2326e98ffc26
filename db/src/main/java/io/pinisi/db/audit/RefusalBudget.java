package io.pinisi.db.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which of many refusals get a record of their own. What one caller tries beyond a number in a
 * minute is only counted, and the count goes on the record that opens the caller's next minute: so
 * nobody can fill the log from outside, and nothing is lost without trace. Thread-safe.
 */
public final class RefusalBudget {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int CALLERS_MAX = 1024;

    private final InstantSource clock;

    /** Guarded by itself. */
    private final Map<String, Window> windows =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
                    return size() > CALLERS_MAX;
                }
            };

    /**
     * @param refusals since it was opened
     */
    private record Window(Instant opened, long refusals) {}

    public RefusalBudget(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param recordsMax of this caller in a minute
     * @return where the refusal is to be recorded, how many of the caller's before have no record;
     *     empty where it is only counted
     */
    public OptionalLong take(String caller, int recordsMax) {
        Instant now = clock.instant();
        synchronized (windows) {
            Window old = windows.remove(caller);
            boolean open = old != null && now.isBefore(old.opened().plus(WINDOW));
            if (old != null && open) {
                windows.put(caller, new Window(old.opened(), old.refusals() + 1));
                return old.refusals() < recordsMax ? OptionalLong.of(0) : OptionalLong.empty();
            }
            windows.put(caller, new Window(now, 1));
            return OptionalLong.of(old == null ? 0 : Math.max(0, old.refusals() - recordsMax));
        }
    }
}
