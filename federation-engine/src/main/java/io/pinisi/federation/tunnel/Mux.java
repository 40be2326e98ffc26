package io.pinisi.federation.tunnel;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a connection that carries streams. Only one of the two ends opens streams; the other
 * is given each of them on a virtual thread of its own.
 */
public final class Mux implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mux.class);

    private final String name;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final AutoCloseable connection;
    private final TunnelLimits limits;
    private final InstantSource clock;
    private final @Nullable Consumer<MuxStream> acceptor;
    private final Map<Integer, MuxStream> streams = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger(1);
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Instant heard;
    private volatile boolean closed;

    private Mux(
            String name,
            InputStream in,
            OutputStream out,
            AutoCloseable connection,
            TunnelLimits limits,
            InstantSource clock,
            @Nullable Consumer<MuxStream> acceptor) {
        this.name = name;
        this.in = new DataInputStream(new BufferedInputStream(in, Frame.PAYLOAD_MAX));
        this.out = new DataOutputStream(new BufferedOutputStream(out, Frame.PAYLOAD_MAX));
        this.connection = connection;
        this.limits = limits;
        this.clock = clock;
        this.acceptor = acceptor;
        this.heard = clock.instant();
    }

    /** The end that opens streams. */
    public static Mux opener(
            String name,
            InputStream in,
            OutputStream out,
            AutoCloseable connection,
            TunnelLimits limits,
            InstantSource clock) {
        return new Mux(name, in, out, connection, limits, clock, null);
    }

    /**
     * The end that is given streams.
     *
     * @param acceptor called on a thread of the stream's own, which may block
     */
    public static Mux acceptor(
            String name,
            InputStream in,
            OutputStream out,
            AutoCloseable connection,
            TunnelLimits limits,
            InstantSource clock,
            Consumer<MuxStream> acceptor) {
        return new Mux(name, in, out, connection, limits, clock, acceptor);
    }

    /** Carries until the connection ends, and says why it did. */
    public String run() {
        Thread pulse = Thread.ofVirtual().name("pulse-" + name).start(this::beat);
        Thread guard = Thread.ofVirtual().name("guard-" + name).start(this::watch);
        String why = "the connection was closed";
        try {
            while (!closed) {
                Frame frame = Frame.read(in);
                heard = clock.instant();
                hear(frame);
            }
        } catch (IOException e) {
            why = e.getMessage() == null ? "the connection ended" : e.getMessage();
        } finally {
            pulse.interrupt();
            guard.interrupt();
            close();
        }
        return why;
    }

    private void hear(Frame frame) throws IOException {
        switch (frame.kind()) {
            case PING -> {}
            case OPEN -> accept(frame.stream());
            case DATA, WINDOW, END, RESET -> {
                MuxStream stream = streams.get(frame.stream());
                if (stream != null) {
                    stream.heard(frame);
                }
            }
        }
    }

    private void accept(int id) throws IOException {
        Consumer<MuxStream> receiver = acceptor;
        if (receiver == null || streams.containsKey(id)) {
            throw new IOException("the other end opens a stream that it may not open");
        }
        if (streams.size() >= limits.streams()) {
            send(Frame.of(Frame.Kind.RESET, id));
            return;
        }
        MuxStream stream = new MuxStream(this, id, limits.window());
        streams.put(id, stream);
        Thread.ofVirtual().name("stream-" + name + "-" + id).start(() -> receiver.accept(stream));
    }

    /**
     * @throws IOException where the connection is over or has as many streams as it may
     */
    public MuxStream open() throws IOException {
        if (acceptor != null) {
            throw new IllegalStateException("this end opens no streams");
        }
        if (streams.size() >= limits.streams()) {
            throw new IOException("too many requests are under way on this connection");
        }
        int id = next.getAndIncrement();
        MuxStream stream = new MuxStream(this, id, limits.window());
        streams.put(id, stream);
        try {
            send(Frame.of(Frame.Kind.OPEN, id));
        } catch (IOException e) {
            streams.remove(id);
            throw e;
        }
        return stream;
    }

    void forget(int id) {
        streams.remove(id);
    }

    void send(Frame frame) throws IOException {
        if (closed) {
            throw new IOException("the connection is closed");
        }
        writing.lock();
        try {
            frame.write(out);
            if (!writing.hasQueuedThreads()) {
                out.flush();
            }
        } catch (IOException e) {
            close();
            throw e;
        } finally {
            writing.unlock();
        }
    }

    /** For what is of no use once the connection is over. */
    void sendQuietly(Frame frame) {
        try {
            send(frame);
        } catch (IOException e) {
            LOG.debug("connection={} is over: {}", name, e.getMessage());
        }
    }

    private void beat() {
        try {
            while (!closed) {
                sendQuietly(Frame.of(Frame.Kind.PING, 0));
                Thread.sleep(limits.ping());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** On a thread of its own: who writes to a dead peer waits, and can watch nothing. */
    private void watch() {
        try {
            while (!closed) {
                Duration silence = Duration.between(heard, clock.instant());
                if (silence.compareTo(limits.silence()) > 0) {
                    LOG.info("connection={} silent for={}", name, silence);
                    close();
                }
                Thread.sleep(limits.ping());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(streams.values()).forEach(stream -> stream.fail("the connection ended"));
        try {
            connection.close();
        } catch (Exception e) {
            LOG.debug("connection={} does not close: {}", name, e.getMessage());
        }
    }
}
