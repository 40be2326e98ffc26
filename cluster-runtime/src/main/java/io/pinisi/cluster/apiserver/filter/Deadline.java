package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.expression.GoDuration;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Answers when a request takes longer than it may: what the client allows by {@code timeout}, and
 * never more than the server does. A read of one object that names no time-out is not handed to
 * another thread for it: it waits for nothing.
 *
 * <p>The work itself is not interrupted: an interrupt in the middle of file access would close the
 * database's file. It ends by itself and holds its place among the requests in flight until then.
 */
public final class Deadline implements Filter {
    private static final String WORDS =
            "Timeout: request did not complete within the allotted timeout";

    private final Duration writeLimit;
    private final Duration readLimit;

    public Deadline(Duration writeLimit, Duration readLimit) {
        this.writeLimit = writeLimit;
        this.readLimit = readLimit;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        RequestContext context = RequestContext.current();
        if (!(context.info() instanceof ResourceRequest resource) || resource.longRunning()) {
            return next.handle(request);
        }
        String asked = request.query().first("timeout");
        if (asked.isEmpty() && resource.verb().equals("get")) {
            return next.handle(request);
        }
        boolean writes = resource.mutating();
        Duration limit = limit(asked, writes ? writeLimit : readLimit);
        FutureTask<ApiResponse> work =
                new FutureTask<>(() -> context.call(() -> next.handle(request)));
        Thread.ofVirtual().name(writes ? "api-write" : "api-read").start(work);
        try {
            return work.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw tooLong(writes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw tooLong(writes);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** What is asked for, within what there is; zero asks for nothing. */
    private static Duration limit(String asked, Duration most) {
        if (asked.isEmpty()) {
            return most;
        }
        try {
            Duration wanted = GoDuration.parse(asked);
            return wanted.isZero() || wanted.compareTo(most) > 0 ? most : wanted;
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(
                    "invalid timeout specified in the request URL - time: invalid duration \""
                            + asked
                            + '"');
        }
    }

    private static ApiException tooLong(boolean writes) {
        return new ApiException(
                Reason.TIMEOUT, writes ? WORDS + "; it may still take effect" : WORDS);
    }
}
