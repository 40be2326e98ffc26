package io.pinisi.cluster.apiserver.connect.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What is on its way to the client: written by several threads, read by one, in bounded space. */
final class OutgoingBytes extends InputStream {
    private static final int LIMIT_BYTES = 256 * 1024;

    private final Deque<byte[]> pieces = new ArrayDeque<>();

    /** Read of the first piece. */
    private int at;

    private int waiting;
    private boolean ended;
    private boolean closed;

    /**
     * Waits for space; a piece larger than all space goes alone.
     *
     * @throws IOException when nobody reads any more
     */
    synchronized void put(byte[] piece) throws IOException {
        try {
            awaitSpace(piece.length);
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (closed || ended) {
            throw new IOException("the connection is closed");
        }
        if (piece.length > 0) {
            pieces.add(piece);
            waiting += piece.length;
            notifyAll();
        }
    }

    private synchronized void awaitSpace(int length) throws InterruptedException {
        while (!closed && !ended && waiting > 0 && waiting + length > LIMIT_BYTES) {
            wait();
        }
    }

    /** Nothing more comes after what is waiting. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized int read(byte[] to, int offset, int length) throws IOException {
        try {
            awaitPiece();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (closed || pieces.isEmpty()) {
            return -1;
        }
        byte[] first = pieces.getFirst();
        int read = Math.min(length, first.length - at);
        System.arraycopy(first, at, to, offset, read);
        at += read;
        waiting -= read;
        if (at == first.length) {
            pieces.removeFirst();
            at = 0;
        }
        notifyAll();
        return read;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized void close() {
        closed = true;
        pieces.clear();
        notifyAll();
    }

    private synchronized void awaitPiece() throws InterruptedException {
        while (!closed && !ended && pieces.isEmpty()) {
            wait();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }
}
