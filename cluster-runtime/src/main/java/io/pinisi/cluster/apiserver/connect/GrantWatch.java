package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.apiserver.Grant;
import java.time.Duration;

/** Ends something when the right that it was opened with is lost. */
final class GrantWatch {
    private final Thread thread;
    private volatile boolean over;

    /**
     * @param every how often the right is looked at again
     * @param end what then happens, from another thread
     */
    GrantWatch(Grant grant, Duration every, Runnable end) {
        this.thread = Thread.ofVirtual().name("stream-right").start(() -> watch(grant, every, end));
    }

    private void watch(Grant grant, Duration every, Runnable end) {
        try {
            while (grant.holds()) {
                Thread.sleep(every);
            }
            over = true;
            end.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the right is lost. */
    boolean isOver() {
        return over;
    }

    /** Nobody needs the right any more. */
    void stop() {
        thread.interrupt();
    }
}
