package io.pinisi.cluster.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request to an API server: in process (through the server's whole filter chain, as a
 * given person) or over HTTP. Failures to reach the server are {@code ServiceUnavailable}.
 */
@FunctionalInterface
public interface Transport {
    Response send(Request request);

    /**
     * @param path path and query
     * @param headers by lower-case name
     */
    record Request(String method, String path, Map<String, String> headers, byte[] body) {
        public Request {
            headers = Map.copyOf(headers);
        }
    }

    /** Must be closed; a {@code Whole} body needs no closing but suffers it. */
    record Response(int status, Map<String, List<String>> headers, Body body)
            implements AutoCloseable {
        @Override
        public void close() {
            if (body instanceof Body.Frames frames) {
                frames.close();
            }
        }
    }

    /** What comes back. */
    sealed interface Body {
        record Whole(byte[] bytes) implements Body {}

        /** A stream in pieces: one watch event, or a chunk of a log, each. */
        non-sealed interface Frames extends Body, AutoCloseable {
            /** The next piece, or null at the end; blocks. */
            byte @Nullable [] next() throws InterruptedException;

            @Override
            void close();
        }
    }
}
