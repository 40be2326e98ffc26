package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;

/** The refusals of bodies that are too large, too slow or packed, the same from every engine. */
public final class BodyLimit {
    private static final String TOO_SLOW = "the body comes too slowly";

    private static final String ENCODED = "the body of the request has the encoding ";

    private BodyLimit() {}

    public static ApiException exceeded(int limit) {
        return new ApiException(
                Reason.REQUEST_ENTITY_TOO_LARGE, "Request entity too large: limit is " + limit);
    }

    /** Nothing is unpacked: what is small on the wire cannot grow in memory. */
    public static ApiException encoded(String encoding) {
        return new ApiException(Reason.UNSUPPORTED_MEDIA_TYPE, ENCODED + '"' + encoding + '"');
    }

    /** Not {@code Timeout}, which clients take for the server's and repeat. */
    public static ApiException tooSlow() {
        return ApiException.badRequest(TOO_SLOW);
    }

    /** Whether a request failed because of its body's size, pace or encoding. */
    public static boolean isCause(ApiException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.is(Reason.REQUEST_ENTITY_TOO_LARGE)
                || (failure.is(Reason.BAD_REQUEST) && message.equals(TOO_SLOW))
                || (failure.is(Reason.UNSUPPORTED_MEDIA_TYPE) && message.startsWith(ENCODED));
    }
}
