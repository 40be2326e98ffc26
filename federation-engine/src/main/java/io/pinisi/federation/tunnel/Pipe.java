package io.pinisi.federation.tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from one thread to another, so many at a time. Unlike the JDK's pipes it does not care
 * which threads these are. Thread-safe; everything is guarded by {@code lock}.
 */
public final class Pipe {
    private final int capacity;
    private final IntConsumer taken;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int offset;
    private int size;
    private boolean ended;
    private @Nullable String broken;
    private Duration patience = Duration.ZERO;

    public Pipe(int capacity) {
        this(capacity, count -> {});
    }

    /**
     * @param taken told, outside the lock, how many bytes a reader took
     */
    Pipe(int capacity, IntConsumer taken) {
        this.capacity = capacity;
        this.taken = taken;
    }

    public InputStream input() {
        return new Input();
    }

    public OutputStream output() {
        return new Output();
    }

    /** How long a read may wait; zero for ever. */
    void patience(Duration limit) {
        lock.lock();
        try {
            patience = limit;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Without waiting; false where it does not fit. */
    boolean offer(byte[] bytes) {
        lock.lock();
        try {
            if (ended || broken != null) {
                return true;
            }
            if (size + bytes.length > capacity) {
                return false;
            }
            add(bytes);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void add(byte[] bytes) {
        if (bytes.length > 0) {
            pieces.add(bytes);
            size += bytes.length;
            changed.signalAll();
        }
    }

    /** No more comes; what is there can still be read. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Readers and writers fail from now on. */
    public void fail(String why) {
        lock.lock();
        try {
            if (broken == null && !(ended && size == 0)) {
                broken = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] bytes) throws IOException {
        lock.lock();
        try {
            while (size > 0 && size + bytes.length > capacity && broken == null && !ended) {
                changed.await();
            }
            if (broken != null || ended) {
                throw new IOException(broken == null ? "the stream is closed" : broken);
            }
            add(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing");
        } finally {
            lock.unlock();
        }
    }

    private int read(byte[] into, int from, int length) throws IOException {
        int count = 0;
        lock.lock();
        try {
            if (!await()) {
                return -1;
            }
            while (count < length && size > 0) {
                byte[] first = pieces.getFirst();
                int part = Math.min(length - count, first.length - offset);
                System.arraycopy(first, offset, into, from + count, part);
                count += part;
                size -= part;
                offset += part;
                if (offset == first.length) {
                    pieces.removeFirst();
                    offset = 0;
                }
            }
            changed.signalAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        } finally {
            lock.unlock();
        }
        taken.accept(count);
        return count;
    }

    /** Whether there is something to read; false at the end. */
    private boolean await() throws InterruptedException, IOException {
        long left = patience.toNanos();
        while (size == 0 && !ended && broken == null) {
            if (patience.isZero()) {
                changed.await();
            } else if (left > 0) {
                left = changed.awaitNanos(left);
            } else {
                throw new InterruptedIOException("no answer within " + patience.toSeconds() + " s");
            }
        }
        if (broken != null) {
            throw new IOException(broken);
        }
        return size > 0;
    }

    /** Whether everything that came was read and no more comes. */
    boolean isDrained() {
        lock.lock();
        try {
            return ended && size == 0;
        } finally {
            lock.unlock();
        }
    }

    private int available() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return Pipe.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return length == 0 ? 0 : Pipe.this.read(into, from, length);
        }

        @Override
        public int available() {
            return Pipe.this.available();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            Pipe.this.write(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            byte[] copy = new byte[length];
            System.arraycopy(bytes, from, copy, 0, length);
            Pipe.this.write(copy);
        }

        @Override
        public void close() {
            end();
        }
    }
}
