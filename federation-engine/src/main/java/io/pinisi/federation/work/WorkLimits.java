package io.pinisi.federation.work;

import java.time.Duration;

/**
 * @param remembered changes after which a watch may go on; older ones mean to list again
 * @param bookmarks how often a watch is told how far it is
 */
record WorkLimits(int remembered, Duration bookmarks) {
    static final WorkLimits USUAL = new WorkLimits(4096, Duration.ofMinutes(1));
}
