package io.pinisi.cluster.apiserver.http;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.BodyLimit;
import io.pinisi.cluster.machinery.error.ApiException;
import java.nio.ByteBuffer;
import java.util.Arrays;
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

    /** Room made for a body that is only announced; for more of it there is room when it comes. */
    private static final int TRUSTED_BYTES = 64 * 1024;

    @Override
    public byte[] read(int limit) {
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        boolean packed = encoding != null && !encoding.equalsIgnoreCase("identity");
        Read read = new Read(packed ? 0 : limit, request.getLength());
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
        return read.kept();
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
        private byte[] kept;
        private long count;
        private boolean ended;

        /**
         * @param announced how long the body is said to be; -1 where nothing is said
         */
        Read(int limit, long announced) {
            this.limit = limit;
            long trusted = Math.clamp(announced, 0, TRUSTED_BYTES);
            this.kept = new byte[(int) Math.min(trusted, limit)];
        }

        byte[] kept() {
            return kept.length == count ? kept : Arrays.copyOf(kept, (int) count);
        }

        boolean wantsMore() {
            return !ended && count <= limit + DRAINED_BYTES;
        }

        void take(Content.Chunk chunk) {
            if (Content.Chunk.isFailure(chunk)) {
                throw endedEarly(chunk.getFailure());
            }
            ByteBuffer bytes = chunk.getByteBuffer();
            int more = bytes.remaining();
            if (count + more <= limit) {
                int end = (int) count + more;
                if (end > kept.length) {
                    kept = Arrays.copyOf(kept, Math.max(end, 2 * kept.length));
                }
                bytes.get(kept, (int) count, more);
            }
            count += more;
            ended = chunk.isLast();
        }
    }
}
