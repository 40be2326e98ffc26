package io.pinisi.cluster.apiserver.verb;

import io.pinisi.cluster.apiserver.negotiation.Rendering;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.storage.WatchEvent;
import io.pinisi.cluster.storage.WatchStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A watch as lines; ends by itself at its time-out, as the protocol wants. */
final class WatchFrames implements Transport.Body.Frames {
    private final WatchStream stream;
    private final Rendering rendering;
    private final boolean bookmarks;
    private final InstantSource clock;
    private final Instant end;
    private boolean expired;

    WatchFrames(
            WatchStream stream,
            Rendering rendering,
            boolean bookmarks,
            InstantSource clock,
            Duration timeout) {
        this.stream = stream;
        this.rendering = rendering;
        this.bookmarks = bookmarks;
        this.clock = clock;
        this.end = clock.instant().plus(timeout);
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
        while (!expired) {
            Duration left = Duration.between(clock.instant(), end);
            if (!left.isPositive()) {
                return null;
            }
            WatchEvent event = stream.take(left);
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

    private boolean isWanted(WatchEvent event) {
        return bookmarks || !(event instanceof WatchEvent.Bookmark);
    }

    @Override
    public void close() {
        stream.close();
    }
}
