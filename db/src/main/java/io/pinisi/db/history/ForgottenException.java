package io.pinisi.db.history;

import java.time.Instant;

/** The moment asked for is older than the retention time. */
public final class ForgottenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ForgottenException(Instant asked, Instant horizon) {
        super("history before " + horizon + " is not kept any more; asked for " + asked);
    }
}
