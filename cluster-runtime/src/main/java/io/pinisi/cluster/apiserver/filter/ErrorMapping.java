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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into a {@code metav1.Status}; what we did not expect is logged with it. */
public final class ErrorMapping implements Filter {
    private static final Logger log = LoggerFactory.getLogger(ErrorMapping.class);

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        try {
            return next.handle(request);
        } catch (ApiException e) {
            return error(request, e);
        } catch (StoreUnavailableException e) {
            log.warn("store unavailable: {}", e.getMessage());
            return error(
                    request,
                    new ApiException(
                            Reason.SERVICE_UNAVAILABLE,
                            "the store cannot take the request: " + e.getMessage(),
                            new ApiException.Details("", "", "", java.util.List.of(), 1)));
        } catch (CompactedException e) {
            return error(
                    request,
                    new ApiException(
                            Reason.EXPIRED,
                            "The provided resourceVersion is too old: " + e.getMessage()));
        } catch (RuntimeException e) {
            String id = RequestContext.current().requestId();
            log.error(
                    "request={} method={} path={} failed", id, request.method(), request.path(), e);
            return error(
                    request,
                    new ApiException(
                            Reason.INTERNAL_ERROR,
                            "Internal error occurred: request " + id + " failed, see the log"));
        }
    }

    private static ApiResponse error(ApiRequest request, ApiException exception) {
        return Encoder.error(request.header("accept"), exception);
    }
}
