package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.pinisi.cluster.machinery.error.ApiException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class FollowedLogTest {
    @Test
    void linesComeOneByOneAndTheLastNeedsNoEnd() {
        FollowedLog log = log("2026-01-02T03:04:05Z {\"a\":1}\n\n2026-01-02T03:04:06Z grüß");
        assertEquals("2026-01-02T03:04:05Z {\"a\":1}", log.next());
        assertEquals("", log.next());
        assertEquals("2026-01-02T03:04:06Z grüß", log.next());
        assertNull(log.next());
    }

    @Test
    void whatExceedsTheLongestLineIsLeft() {
        FollowedLog log = log("x".repeat(FollowedLog.LONGEST + 100) + "\nnext\n");
        String line = log.next();
        assertEquals(FollowedLog.LONGEST, line == null ? 0 : line.length());
        assertEquals("next", log.next());
    }

    @Test
    void aRefusalIsNoLogLine() {
        FollowedLog log =
                log(
                        "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"container"
                                + " \\\"web\\\" is waiting to start\",\"code\":400}");
        ApiException refusal = assertThrows(ApiException.class, () -> log.next());
        assertEquals("container \"web\" is waiting to start", refusal.getMessage());
    }

    private static FollowedLog log(String text) {
        return new FollowedLog(new Text(text));
    }

    /** A log that is all there. */
    private static final class Text implements LogWatch {
        private final InputStream bytes;

        Text(String text) {
            bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public InputStream getOutput() {
            return bytes;
        }

        @Override
        public CompletionStage<Throwable> onClose() {
            return new CompletableFuture<>();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
