package io.pinisi.federation.membership;

import io.pinisi.cluster.apiserver.connect.Backend;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Connections to one member that are kept for the next request. Thread-safe. */
final class Wires implements AutoCloseable {
    /** Kept at most; what is more is closed. */
    private static final int IDLE_MAX = 8;

    /** Proxies close what is idle for a minute or so. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Backend backend;
    private final InstantSource clock;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    private record Idle(Socket socket, Instant since) {}

    /**
     * A connection to use.
     *
     * @param used whether requests went over it before, so that it may have been closed meanwhile
     */
    record Wire(Socket socket, boolean used) {}

    Wires(Backend backend, InstantSource clock) {
        this.backend = backend;
        this.clock = clock;
    }

    Backend backend() {
        return backend;
    }

    Wire fresh() throws IOException {
        return new Wire(backend.connect(), false);
    }

    Wire any() throws IOException {
        for (Idle one = newest(); one != null; one = newest()) {
            if (clock.instant().isBefore(one.since().plus(IDLE))) {
                return new Wire(one.socket(), true);
            }
            discard(one.socket());
        }
        return fresh();
    }

    private synchronized @Nullable Idle newest() {
        return idle.pollLast();
    }

    void keep(Socket socket) {
        synchronized (this) {
            if (!closed && idle.size() < IDLE_MAX) {
                idle.addLast(new Idle(socket, clock.instant()));
                return;
            }
        }
        discard(socket);
    }

    static void discard(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing more is wanted of it
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(one -> discard(one.socket()));
        idle.clear();
    }
}
