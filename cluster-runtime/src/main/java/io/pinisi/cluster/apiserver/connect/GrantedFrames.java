package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.apiserver.Grant;
import io.pinisi.cluster.client.Transport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A stream that ends with the right it was opened with, also while nothing comes. */
final class GrantedFrames implements Transport.Body.Frames {
    private final Transport.Body.Frames frames;
    private final GrantWatch watch;

    /**
     * @param every how often the right is looked at again
     */
    GrantedFrames(Transport.Body.Frames frames, Grant grant, Duration every) {
        this.frames = frames;
        this.watch = new GrantWatch(grant, every, frames::close);
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
        byte[] piece = watch.isOver() ? null : frames.next();
        return watch.isOver() ? null : piece;
    }

    @Override
    public void close() {
        watch.stop();
        frames.close();
    }
}
