package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.negotiation.Encoder;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.db.revision.CompactedException;
import io.pinisi.db.revision.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into a {@code metav1.Status}; what we did not expect is logged with it. */
public final class ErrorMapping implements Filter {
    private static final Logger log = LoggerFactory.getLogger(ErrorMapping.class);

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        try {
            return next.handle(request);
        } catch (RuntimeException e) {
            ApiException worded = worded(e).orElseGet(() -> unexpected(request, e));
            return Encoder.error(request.header("accept"), worded);
        }
    }

    /** The failure in the API's words; empty for one that nobody expected. */
    public static Optional<ApiException> worded(RuntimeException failure) {
        return switch (failure) {
            case ApiException e -> Optional.of(e);
            case StoreUnavailableException e ->
                    Optional.of(
                            new ApiException(
                                    Reason.SERVICE_UNAVAILABLE,
                                    "the store cannot take the request: " + e.getMessage(),
                                    new ApiException.Details("", "", "", List.of(), 1)));
            case CompactedException e ->
                    Optional.of(
                            new ApiException(
                                    Reason.EXPIRED,
                                    "The provided resourceVersion is too old: " + e.getMessage()));
            default -> Optional.empty();
        };
    }

    private static ApiException unexpected(ApiRequest request, RuntimeException failure) {
        String id = RequestContext.current().requestId();
        log.error(
                "request={} method={} path={} failed",
                id,
                request.method(),
                request.path(),
                failure);
        return new ApiException(
                Reason.INTERNAL_ERROR,
                "Internal error occurred: request " + id + " failed, see the log");
    }
}
