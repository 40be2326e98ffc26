package io.pinisi.federation.door;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who has how many requests under way. Thread-safe; guarded by itself. */
final class Places {
    private static final int RETRY_SECONDS = 1;

    private final DoorLimits limits;
    private final Map<String, Integer> taken = new HashMap<>();
    private int total;

    /** One request's; given back once, however often that is said. */
    final class Place implements AutoCloseable {
        private final String caller;
        private boolean left;

        private Place(String caller) {
            this.caller = caller;
        }

        @Override
        public void close() {
            synchronized (Places.this) {
                if (!left) {
                    left = true;
                    total--;
                    taken.computeIfPresent(caller, (_, count) -> count == 1 ? null : count - 1);
                }
            }
        }
    }

    Places(DoorLimits limits) {
        this.limits = limits;
    }

    /**
     * @throws ApiException TooManyRequests
     */
    synchronized Place take(String caller) {
        int own = taken.getOrDefault(caller, 0);
        if (own >= limits.requestsOfACaller()) {
            throw full(
                    "you have " + own + " requests to clusters under way, the most there may be");
        }
        if (total >= limits.requests()) {
            throw full("too many requests to clusters are under way");
        }
        total++;
        taken.put(caller, own + 1);
        return new Place(caller);
    }

    private static ApiException full(String why) {
        return new ApiException(
                Reason.TOO_MANY_REQUESTS,
                why,
                new ApiException.Details("", "", "", List.of(), RETRY_SECONDS));
    }
}
