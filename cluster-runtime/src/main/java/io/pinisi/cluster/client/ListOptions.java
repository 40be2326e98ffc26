package io.pinisi.cluster.client;

/**
 * How to list or watch; empty strings and zeros leave the server's default.
 *
 * @param timeoutSeconds how long a watch runs before the server ends it
 */
public record ListOptions(
        String labelSelector,
        String fieldSelector,
        int limit,
        String continueToken,
        String resourceVersion,
        int timeoutSeconds) {
    public static final ListOptions ALL = new ListOptions("", "", 0, "", "", 0);

    public ListOptions labels(String selector) {
        return new ListOptions(
                selector, fieldSelector, limit, continueToken, resourceVersion, timeoutSeconds);
    }

    public ListOptions fields(String selector) {
        return new ListOptions(
                labelSelector, selector, limit, continueToken, resourceVersion, timeoutSeconds);
    }

    public ListOptions page(int size, String token) {
        return new ListOptions(
                labelSelector, fieldSelector, size, token, resourceVersion, timeoutSeconds);
    }

    public ListOptions from(String version) {
        return new ListOptions(
                labelSelector, fieldSelector, limit, continueToken, version, timeoutSeconds);
    }
}
