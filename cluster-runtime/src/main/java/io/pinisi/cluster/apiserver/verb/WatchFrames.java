package io.pinisi.cluster.apiserver.verb;

import io.pinisi.cluster.apiserver.negotiation.Rendering;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.storage.WatchEvent;
import io.pinisi.cluster.storage.WatchStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A watch as lines; ends by itself at its time-out, as the protocol wants, and soon after the right
 * changed that it was opened with: its client has to list again then, and learns there what it may
 * still see.
 */
final class WatchFrames implements Transport.Body.Frames {
    private static final Duration RIGHT_CHECKED = Duration.ofSeconds(2);

    private final WatchStream stream;
    private final Rendering rendering;
    private final boolean bookmarks;
    private final InstantSource clock;
    private final Instant end;
    private final BooleanSupplier right;
    private Instant rightDue;
    private boolean expired;

    WatchFrames(
            WatchStream stream,
            Rendering rendering,
            boolean bookmarks,
            InstantSource clock,
            Duration timeout,
            BooleanSupplier right) {
        this.stream = stream;
        this.rendering = rendering;
        this.bookmarks = bookmarks;
        this.clock = clock;
        this.end = clock.instant().plus(timeout);
        this.right = right;
        this.rightDue = clock.instant().plus(RIGHT_CHECKED);
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
        while (!expired) {
            Instant now = clock.instant();
            if (!now.isBefore(end)) {
                return null;
            }
            if (!rightHolds(now)) {
                expired = true;
                return rendering.event(
                        new WatchEvent.Expired("the right to watch has changed; list again"));
            }
            WatchEvent event =
                    stream.take(Duration.between(now, end.isBefore(rightDue) ? end : rightDue));
            if (event == null && stream.isClosed()) {
                return null;
            }
            if (event != null && isWanted(event)) {
                expired = event instanceof WatchEvent.Expired;
                return rendering.event(event);
            }
        }
        return null;
    }

    private boolean rightHolds(Instant now) {
        if (now.isBefore(rightDue)) {
            return true;
        }
        rightDue = now.plus(RIGHT_CHECKED);
        return right.getAsBoolean();
    }

    private boolean isWanted(WatchEvent event) {
        return bookmarks || !(event instanceof WatchEvent.Bookmark);
    }

    @Override
    public void close() {
        stream.close();
    }
}
