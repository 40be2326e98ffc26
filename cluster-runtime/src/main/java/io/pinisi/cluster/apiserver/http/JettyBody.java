package io.pinisi.cluster.apiserver.http;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.BodyLimit;
import io.pinisi.cluster.machinery.error.ApiException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a request's body, never more than the limit and never slower than the pace. */
record JettyBody(Request request, BodyPace pace) implements ApiRequest.BodyReader {
    /**
     * Read and dropped of a body that is too large, so that most clients get to see the refusal.
     */
    private static final long DRAINED_BYTES = 32 * 1024 * 1024;

    @Override
    public byte[] read(int limit) {
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        boolean packed = encoding != null && !encoding.equalsIgnoreCase("identity");
        Read read = new Read(packed ? 0 : limit);
        long began = System.nanoTime();
        while (read.wantsMore()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                await(pace.leftNanos(read.count, System.nanoTime() - began));
                continue;
            }
            try {
                read.take(chunk);
            } finally {
                chunk.release();
            }
        }
        if (encoding != null && packed) {
            throw BodyLimit.encoded(encoding);
        }
        if (read.count > limit) {
            throw BodyLimit.exceeded(limit);
        }
        return read.kept.toByteArray();
    }

    private void await(long nanos) {
        CountDownLatch come = new CountDownLatch(1);
        request.demand(come::countDown);
        try {
            if (!come.await(nanos, TimeUnit.NANOSECONDS)) {
                throw BodyLimit.tooSlow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw endedEarly(e);
        }
    }

    private static ApiException endedEarly(Throwable why) {
        return ApiException.badRequest("the body ended early: " + why.getMessage());
    }

    /** What has come so far; beyond the limit it is only counted. */
    private static final class Read {
        private final int limit;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long count;
        private boolean ended;

        Read(int limit) {
            this.limit = limit;
        }

        boolean wantsMore() {
            return !ended && count <= limit + DRAINED_BYTES;
        }

        void take(Content.Chunk chunk) {
            if (Content.Chunk.isFailure(chunk)) {
                throw endedEarly(chunk.getFailure());
            }
            ByteBuffer bytes = chunk.getByteBuffer();
            count += bytes.remaining();
            if (count <= limit) {
                byte[] part = new byte[bytes.remaining()];
                bytes.get(part);
                kept.writeBytes(part);
            }
            ended = chunk.isLast();
        }
    }
}
