package io.pinisi.federation.membership;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Turns a body that is pushed into one that is pulled. More is asked of the network only when the
 * reader has taken what came, so a slow reader slows the member and fills no memory.
 */
final class FrameQueue implements Transport.Body.Frames {
    /** The largest line of a watch, which is one object. */
    private static final int LINE_MAX = 8 << 20;

    private final Cut cut;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final CompletableFuture<AsyncBody> body = new CompletableFuture<>();
    private final Queue<byte[]> frames = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean ended;

    /** What a frame is. */
    enum Cut {
        LINES,
        AS_SENT
    }

    private sealed interface Piece {
        record Bytes(byte[] bytes) implements Piece {}

        record End(@Nullable Throwable failure) implements Piece {}
    }

    FrameQueue(Cut cut) {
        this.cut = cut;
    }

    /** Called by the HTTP client for what {@link AsyncBody#consume} asked for. */
    void offer(List<ByteBuffer> buffers, AsyncBody source) {
        int length = buffers.stream().mapToInt(ByteBuffer::remaining).sum();
        byte[] bytes = new byte[length];
        int at = 0;
        for (ByteBuffer buffer : buffers) {
            int count = buffer.remaining();
            buffer.get(bytes, at, count);
            at += count;
        }
        pieces.add(new Piece.Bytes(bytes));
    }

    void open(AsyncBody source) {
        body.complete(source);
        var unused =
                source.done().whenComplete((done, failure) -> pieces.add(new Piece.End(failure)));
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
        while (frames.isEmpty() && !ended) {
            body.join().consume();
            switch (pieces.take()) {
                case Piece.Bytes(byte[] bytes) -> accept(bytes);
                case Piece.End(Throwable failure) -> end(failure);
            }
        }
        return frames.poll();
    }

    private void accept(byte[] bytes) {
        if (cut == Cut.AS_SENT) {
            frames.add(bytes);
            return;
        }
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i - start);
                flush();
                start = i + 1;
            }
        }
        line.write(bytes, start, bytes.length - start);
        if (line.size() > LINE_MAX) {
            throw new ApiException(
                    Reason.SERVICE_UNAVAILABLE, "an event larger than " + LINE_MAX + " bytes");
        }
    }

    private void flush() {
        if (line.size() > 0) {
            frames.add(line.toByteArray());
            line.reset();
        }
    }

    private void end(@Nullable Throwable failure) {
        ended = true;
        if (failure != null) {
            throw new ApiException(
                    Reason.SERVICE_UNAVAILABLE, "the stream broke: " + Causes.words(failure));
        }
        if (cut == Cut.LINES) {
            flush();
        }
    }

    /** From any thread; a reader that waits is woken. */
    @Override
    public void close() {
        if (body.isDone()) {
            body.join().cancel();
        }
        pieces.add(new Piece.End(null));
    }
}
