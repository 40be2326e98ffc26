package io.pinisi.cluster.node.pod;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How long each container of one pod has to wait before it is started again. A restart counts once
 * it is over: while it is under way the container does not yet wait for the next one, and must not
 * be shown so.
 */
public final class Restarts {
    private final Map<String, Backoff> waiting = new HashMap<>();
    private final Map<String, Backoff> underWay = new HashMap<>();

    /** The container that ended at {@code ended} is about to be started again. */
    public void begun(String container, Instant ended, Instant now) {
        underWay.put(container, Backoff.next(waiting.get(container), ended, now));
    }

    /** It was started, or could not be; nothing happens for one that was not {@link #begun}. */
    public void over(String container) {
        Backoff next = underWay.remove(container);
        if (next != null) {
            waiting.put(container, next);
        }
    }

    /** By container name; a copy. */
    public Map<String, Backoff> backoffs() {
        return Map.copyOf(waiting);
    }
}
