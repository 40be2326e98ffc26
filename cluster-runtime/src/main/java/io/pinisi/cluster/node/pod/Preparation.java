package io.pinisi.cluster.node.pod;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a container that is to start has got before the runtime hears of it. */
public sealed interface Preparation {
    /** The image is here. */
    record ImageReady(String reference, @Nullable String user) implements Preparation {}

    /** Something is in the way; it is tried again at {@code retryAt}. */
    record Trouble(String reason, String message, Instant since, Instant retryAt)
            implements Preparation {}

    /** The image could not be had. */
    record PullFailed(String image, String reason, String message, Instant since, Backoff backoff)
            implements Preparation {
        private static final Duration SHOWN = Duration.ofSeconds(3);

        Instant retryAt() {
            return backoff.until(since);
        }

        /** From when on the status speaks of waiting instead of the failure. */
        Instant waitsFrom() {
            return since.plus(SHOWN);
        }

        String reasonAt(Instant now) {
            return waits(now) ? "ImagePullBackOff" : reason;
        }

        String messageAt(Instant now) {
            return waits(now)
                    ? "Back-off pulling image \"" + image + "\": " + reason + ": " + message
                    : message;
        }

        boolean waits(Instant now) {
            return !now.isBefore(waitsFrom());
        }
    }
}
