package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;

/** The refusal of a body that is too large, the same from every engine. */
public final class BodyLimit {
    private BodyLimit() {}

    public static ApiException exceeded(int limit) {
        return new ApiException(
                Reason.REQUEST_ENTITY_TOO_LARGE, "Request entity too large: limit is " + limit);
    }
}
