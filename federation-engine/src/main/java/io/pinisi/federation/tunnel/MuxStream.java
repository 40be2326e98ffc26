package io.pinisi.federation.tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One stream of a connection: bytes both ways, each direction ended by its writer. */
public final class MuxStream implements AutoCloseable {
    private final Mux mux;
    private final int id;
    private final int window;
    private final Pipe received;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int credit;
    private int untold;
    private boolean over;
    private boolean sentEnd;
    private boolean heardEnd;
    private @Nullable Runnable afterwards;

    MuxStream(Mux mux, int id, int window) {
        this.mux = mux;
        this.id = id;
        this.window = window;
        this.credit = window;
        this.received = new Pipe(window, this::taken);
    }

    public InputStream input() {
        return received.input();
    }

    public OutputStream output() {
        return new Output();
    }

    /** How long a read may wait from now on; zero for ever. */
    public void patience(Duration limit) {
        received.patience(limit);
    }

    /** Told once, on any thread, when the stream is given up; at once where it is already. */
    public void whenOver(Runnable listener) {
        boolean late;
        lock.lock();
        try {
            late = over;
            afterwards = listener;
        } finally {
            lock.unlock();
        }
        if (late) {
            tellOver();
        }
    }

    private void tellOver() {
        Runnable listener;
        lock.lock();
        try {
            listener = afterwards;
            afterwards = null;
        } finally {
            lock.unlock();
        }
        if (listener != null) {
            listener.run();
        }
    }

    /** The other end is told of what was read in portions, not byte by byte. */
    private void taken(int count) {
        int told = 0;
        lock.lock();
        try {
            untold += count;
            if (untold >= window / 4 && !over) {
                told = untold;
                untold = 0;
            }
        } finally {
            lock.unlock();
        }
        if (told > 0) {
            mux.sendQuietly(Frame.window(id, told));
        }
    }

    void heard(Frame frame) throws IOException {
        switch (frame.kind()) {
            case DATA -> {
                if (!received.offer(frame.payload())) {
                    throw new IOException("the other end sends more than it may");
                }
            }
            case WINDOW -> credit(frame.taken());
            case END -> {
                received.end();
                finish(false);
            }
            case RESET -> fail("the other end closed the stream");
            case OPEN, PING -> throw new IOException("a stream is opened twice");
        }
    }

    private void credit(int more) {
        lock.lock();
        try {
            credit += more;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Both directions are over, by whatever happened to the connection or the other end. */
    void fail(String why) {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        received.fail(why);
        mux.forget(id);
        tellOver();
    }

    private void finish(boolean byUs) {
        boolean done;
        lock.lock();
        try {
            sentEnd |= byUs;
            heardEnd |= !byUs;
            done = sentEnd && heardEnd;
        } finally {
            lock.unlock();
        }
        if (done) {
            mux.forget(id);
        }
    }

    private void send(byte[] bytes, int from, int length) throws IOException {
        int sent = 0;
        while (sent < length) {
            int part = claim(Math.min(length - sent, Frame.PAYLOAD_MAX));
            byte[] payload = new byte[part];
            System.arraycopy(bytes, from + sent, payload, 0, part);
            mux.send(new Frame(Frame.Kind.DATA, id, payload));
            sent += part;
        }
    }

    /** Waits until the other end has room, and takes as much of it as there is. */
    private int claim(int most) throws IOException {
        lock.lock();
        try {
            while (credit <= 0 && !over) {
                changed.await();
            }
            if (over || sentEnd) {
                throw new IOException("the stream is closed");
            }
            int part = Math.min(most, credit);
            credit -= part;
            return part;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing");
        } finally {
            lock.unlock();
        }
    }

    private void end() throws IOException {
        lock.lock();
        try {
            if (over || sentEnd) {
                return;
            }
        } finally {
            lock.unlock();
        }
        mux.send(Frame.of(Frame.Kind.END, id));
        finish(true);
    }

    /** Whatever is under way in either direction is given up. */
    @Override
    public void close() {
        boolean tell;
        lock.lock();
        try {
            tell = !over && !(sentEnd && heardEnd);
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        received.fail("the stream is closed");
        if (tell) {
            mux.sendQuietly(Frame.of(Frame.Kind.RESET, id));
        }
        mux.forget(id);
        tellOver();
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            send(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            send(bytes, from, length);
        }

        /** Ends this direction. */
        @Override
        public void close() throws IOException {
            end();
        }
    }
}
