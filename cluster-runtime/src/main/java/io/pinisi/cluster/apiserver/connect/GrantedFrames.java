package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.apiserver.Grant;
import io.pinisi.cluster.client.Transport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A stream that ends with the right it was opened with, also while nothing comes. */
final class GrantedFrames implements Transport.Body.Frames {
    private final Transport.Body.Frames frames;
    private final Grant grant;
    private final Thread watch;
    private volatile boolean over;

    /**
     * @param every how often the right is looked at again
     */
    GrantedFrames(Transport.Body.Frames frames, Grant grant, Duration every) {
        this.frames = frames;
        this.grant = grant;
        this.watch = Thread.ofVirtual().name("log-right").start(() -> watch(every));
    }

    private void watch(Duration every) {
        try {
            while (grant.holds()) {
                Thread.sleep(every);
            }
            over = true;
            frames.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
        byte[] piece = over ? null : frames.next();
        return over ? null : piece;
    }

    @Override
    public void close() {
        watch.interrupt();
        frames.close();
    }
}
