package io.pinisi.cluster.client;

/**
 * How to write.
 *
 * @param fieldManager owner of the fields; empty leaves it to the user agent
 * @param fieldValidation {@code Ignore}, {@code Warn}, {@code Strict} or empty
 * @param requestId the id under which the server records the write: that of the request which this
 *     one follows from; empty lets the server give one
 */
public record WriteOptions(
        String fieldManager,
        boolean force,
        boolean dryRun,
        String fieldValidation,
        String requestId) {
    public static final WriteOptions PLAIN = new WriteOptions("", false, false, "", "");

    public static WriteOptions by(String fieldManager) {
        return new WriteOptions(fieldManager, false, false, "", "");
    }

    public WriteOptions forced() {
        return new WriteOptions(fieldManager, true, dryRun, fieldValidation, requestId);
    }

    public WriteOptions asDryRun() {
        return new WriteOptions(fieldManager, force, true, fieldValidation, requestId);
    }

    public WriteOptions strict() {
        return new WriteOptions(fieldManager, force, dryRun, "Strict", requestId);
    }

    public WriteOptions following(String request) {
        return new WriteOptions(fieldManager, force, dryRun, fieldValidation, request);
    }
}
