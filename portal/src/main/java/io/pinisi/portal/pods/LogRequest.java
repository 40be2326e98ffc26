package io.pinisi.portal.pods;

/**
 * Which log to read, from where.
 *
 * @param tail lines to begin with
 * @param previous the log of the container's run before this one
 */
public record LogRequest(PodRef pod, String container, int tail, boolean previous) {
    public static final int LONGEST_TAIL = 5_000;

    public LogRequest {
        if (tail < 0 || tail > LONGEST_TAIL) {
            throw new IllegalArgumentException("tail=" + tail);
        }
    }
}
