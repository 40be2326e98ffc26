package io.pinisi.cluster.admission.webhook;

import java.io.IOException;
import java.time.Duration;

/** Posts a review to a server and brings its answer. */
@FunctionalInterface
public interface WebhookCaller {
    /**
     * @throws IOException where no answer came in time, or one that says no
     */
    byte[] call(Target target, byte[] review, Duration timeout) throws IOException;

    /**
     * Where a webhook is.
     *
     * @param address host and port to connect to
     * @param name whose certificate is expected
     * @param path with query
     * @param authority PEM of the certificates that are trusted, empty for those of the system
     */
    record Target(String address, int port, String name, String path, String authority) {}
}
