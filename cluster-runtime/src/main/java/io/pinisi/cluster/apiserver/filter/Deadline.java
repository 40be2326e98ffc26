package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Answers a write that takes too long with a time-out; reads are served from memory and need none.
 * The work itself is not interrupted: an interrupt in the middle of file access would close the
 * database's file. It ends by itself and holds its place among the requests in flight until then.
 */
public final class Deadline implements Filter {
    private final Duration limit;

    public Deadline(Duration limit) {
        this.limit = limit;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        RequestInfo info = RequestContext.current().info();
        if (!(info instanceof ResourceRequest resource)
                || resource.longRunning()
                || !resource.mutating()) {
            return next.handle(request);
        }
        RequestContext context = RequestContext.current();
        FutureTask<ApiResponse> work =
                new FutureTask<>(() -> context.call(() -> next.handle(request)));
        Thread.ofVirtual().name("api-write").start(work);
        try {
            return work.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw tooLong();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw tooLong();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static ApiException tooLong() {
        return new ApiException(
                Reason.TIMEOUT,
                "Timeout: request did not complete within the allotted timeout; it may still take"
                        + " effect");
    }
}
