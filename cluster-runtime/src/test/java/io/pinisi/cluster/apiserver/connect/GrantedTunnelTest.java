package io.pinisi.cluster.apiserver.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.apiserver.Grant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A shell and the right to it. */
final class GrantedTunnelTest {
    private static final int END = -1;

    /** Blocks until something is said or it is closed. */
    private static final class Shell implements ByteTunnel {
        private final PipedInputStream in = new PipedInputStream();
        private final PipedOutputStream said = new PipedOutputStream();
        private final AtomicBoolean closed = new AtomicBoolean();

        Shell() throws IOException {
            in.connect(said);
        }

        @Override
        public InputStream input() {
            return in;
        }

        @Override
        public OutputStream output() {
            return new ByteArrayOutputStream();
        }

        @Override
        public void close() {
            closed.set(true);
            try {
                said.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aSilentShellEndsWithTheRight() throws IOException {
        AtomicBoolean allowed = new AtomicBoolean(true);
        Shell shell = new Shell();
        shell.said.write(7);
        try (GrantedTunnel tunnel =
                new GrantedTunnel(shell, new Grant(null, allowed::get), Duration.ofMillis(5))) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> {
                        assertEquals(7, tunnel.input().read());
                        allowed.set(false);
                        assertEquals(END, tunnel.input().read());
                    });
            assertTrue(shell.closed.get());
        }
    }
}
