package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FollowedLogTest {
    @Test
    void linesComeOneByOneAndTheLastNeedsNoEnd() {
        FollowedLog log = log("2026-01-02T03:04:05Z {\"a\":1}\n\n2026-01-02T03:04", ":06Z grüß");
        assertEquals("2026-01-02T03:04:05Z {\"a\":1}", log.next());
        assertTrue(log.ready());
        assertEquals("", log.next());
        assertEquals("2026-01-02T03:04:06Z grüß", log.next());
        assertFalse(log.ready());
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
    void aLogThatCameWholeIsReadAsWell() {
        byte[] bytes = "one\ntwo".getBytes(StandardCharsets.UTF_8);
        FollowedLog log =
                new FollowedLog(
                        new Transport.Response(200, Map.of(), new Transport.Body.Whole(bytes)));
        assertEquals("one", log.next());
        assertEquals("two", log.next());
        assertNull(log.next());
    }

    private static FollowedLog log(String... pieces) {
        return new FollowedLog(
                new Transport.Response(
                        200, Map.of(), new Pieces(new ArrayDeque<>(List.of(pieces)))));
    }

    /** A log that is all there. */
    private record Pieces(Queue<String> left) implements Transport.Body.Frames {
        @Override
        public byte @Nullable [] next() {
            String piece = left.poll();
            return piece == null ? null : piece.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
