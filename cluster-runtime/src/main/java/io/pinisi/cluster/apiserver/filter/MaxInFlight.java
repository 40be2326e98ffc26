package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Bounds how many reads and writes run at once, apart from each other, so that a flood of one does
 * not starve the other. Long-running requests and cluster administrators are not counted.
 */
public final class MaxInFlight implements Filter {
    private final Semaphore reading;
    private final Semaphore mutating;

    /** How many requests of each sort may run at once. */
    public record Limits(int reading, int mutating) {
        public static final Limits USUAL = new Limits(400, 200);
    }

    public MaxInFlight(Limits limits) {
        reading = new Semaphore(limits.reading());
        mutating = new Semaphore(limits.mutating());
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        RequestContext context = RequestContext.current();
        Semaphore places =
                context.info() instanceof ResourceRequest resource && resource.mutating()
                        ? mutating
                        : reading;
        if (exempt(context)) {
            return next.handle(request);
        }
        if (!places.tryAcquire()) {
            throw new ApiException(
                    Reason.TOO_MANY_REQUESTS,
                    "too many requests, please try again later",
                    new ApiException.Details("", "", "", List.of(), 1));
        }
        try {
            return next.handle(request);
        } finally {
            places.release();
        }
    }

    private static boolean exempt(RequestContext context) {
        return (context.info() instanceof ResourceRequest resource && resource.longRunning())
                || context.user().groups().contains(UserInfo.MASTERS);
    }
}
