package io.pinisi.portal.status;

/**
 * How well one thing is.
 *
 * @param word what Kubernetes calls it, for example {@code CrashLoopBackOff}
 * @param detail one sentence more, may be empty
 */
public record Status(Level level, String word, String detail) {
    public static Status of(Level level, String word) {
        return new Status(level, word, "");
    }

    public static Status healthy(String word) {
        return of(Level.HEALTHY, word);
    }
}
