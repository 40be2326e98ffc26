package io.pinisi.cluster.storage;

import java.time.Duration;

/**
 * The bounds of the watch caches.
 *
 * @param history changes kept per resource for watches that resume
 * @param watcherQueue changes one reader may be behind before it is expired
 * @param freshWait how long a read waits for a revision that it names and that is not there yet
 * @param bookmarkInterval silence after which a reader gets a bookmark
 * @param pageRows rows read at once from the store where a past revision is listed
 */
public record StorageLimits(
        int history,
        int watcherQueue,
        Duration freshWait,
        Duration bookmarkInterval,
        int pageRows) {
    public static final StorageLimits DEFAULT =
            new StorageLimits(8192, 4096, Duration.ofSeconds(3), Duration.ofSeconds(30), 500);

    public StorageLimits {
        if (history < 1 || watcherQueue < 1 || pageRows < 1) {
            throw new IllegalArgumentException("storage limits must be positive");
        }
    }
}
