package io.pinisi.portal.web;

import io.pinisi.auth.Caller;
import io.pinisi.cluster.apiserver.http.BadHeads;
import io.pinisi.cluster.apiserver.http.TurnedAway;
import io.pinisi.portal.web.RefusedAttempts.Attempt;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Ends requests whose body is too large or comes too slowly, whichever page they are for, and
 * records the attempt. What calls itself too large is refused before a byte of it is read.
 */
final class BodyGuard extends Handler.Wrapper {
    private final WebLimits limits;
    private final RefusedAttempts attempts;

    BodyGuard(Handler pages, WebLimits limits, RefusedAttempts attempts) {
        super(pages);
        this.limits = limits;
        this.attempts = attempts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getLength() > limits.bodyBytesMax()) {
            record(request, "body too large");
            response.setStatus(HttpStatus.PAYLOAD_TOO_LARGE_413);
            callback.succeeded();
            return true;
        }
        request.setAttribute(BadHeads.READ, true);
        return super.handle(new Guarded(request), response, callback);
    }

    private void record(Request request, String reason) throws IOException {
        attempts.record(
                new Attempt(
                        request.getMethod().toLowerCase(Locale.ROOT),
                        Request.getPathInContext(request),
                        reason),
                new Caller(
                        TurnedAway.source(request.getConnectionMetaData().getRemoteSocketAddress()),
                        Objects.requireNonNullElse(
                                request.getHeaders().get(HttpHeader.USER_AGENT), ""),
                        ""));
    }

    /** A request that counts what is read of its body, and looks at the time. */
    private final class Guarded extends Request.Wrapper {
        private final long began = System.nanoTime();
        private long bytes;
        private Content.@Nullable Chunk failure;

        Guarded(Request request) {
            super(request);
        }

        @Override
        public Content.@Nullable Chunk read() {
            if (failure != null) {
                return failure;
            }
            Content.Chunk chunk = super.read();
            if (chunk == null) {
                return limits.pace().leftNanos(bytes, System.nanoTime() - began) > 0
                        ? null
                        : fail(HttpStatus.REQUEST_TIMEOUT_408, "body too slow");
            }
            bytes += chunk.remaining();
            if (bytes > limits.bodyBytesMax()) {
                chunk.release();
                return fail(HttpStatus.PAYLOAD_TOO_LARGE_413, "body too large");
            }
            return chunk;
        }

        private Content.Chunk fail(int status, String reason) {
            HttpException.RuntimeException why = new HttpException.RuntimeException(status, reason);
            try {
                record(this, reason);
            } catch (IOException e) {
                why.addSuppressed(e);
            }
            Content.Chunk ended = Content.Chunk.from(why, true);
            failure = ended;
            return ended;
        }
    }
}
