package io.pinisi.cluster.apiserver.connect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.pinisi.cluster.apiserver.Grant;
import io.pinisi.cluster.client.Transport;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A stream and the right to it. */
final class GrantedFramesTest {
    private static final byte[] END = {};

    /** Blocks until something is said or it is closed. */
    private static final class Log implements Transport.Body.Frames {
        private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();

        @Override
        public byte[] next() throws InterruptedException {
            return pieces.take();
        }

        @Override
        public void close() {
            pieces.add(END);
        }
    }

    @Test
    void aSilentStreamEndsWithTheRight() {
        AtomicBoolean allowed = new AtomicBoolean(true);
        Log log = new Log();
        byte[] line = {1};
        log.pieces.add(line);
        try (GrantedFrames frames =
                new GrantedFrames(log, new Grant(null, allowed::get), Duration.ofMillis(5))) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> {
                        assertArrayEquals(line, frames.next());
                        allowed.set(false);
                        assertNull(frames.next());
                        assertNull(frames.next());
                    });
        }
    }
}
