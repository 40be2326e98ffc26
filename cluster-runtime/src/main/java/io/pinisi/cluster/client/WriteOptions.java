package io.pinisi.cluster.client;

/**
 * How to write.
 *
 * @param fieldManager owner of the fields; empty leaves it to the user agent
 * @param fieldValidation {@code Ignore}, {@code Warn}, {@code Strict} or empty
 */
public record WriteOptions(
        String fieldManager, boolean force, boolean dryRun, String fieldValidation) {
    public static final WriteOptions PLAIN = new WriteOptions("", false, false, "");

    public static WriteOptions by(String fieldManager) {
        return new WriteOptions(fieldManager, false, false, "");
    }

    public WriteOptions forced() {
        return new WriteOptions(fieldManager, true, dryRun, fieldValidation);
    }

    public WriteOptions asDryRun() {
        return new WriteOptions(fieldManager, force, true, fieldValidation);
    }

    public WriteOptions strict() {
        return new WriteOptions(fieldManager, force, dryRun, "Strict");
    }
}
