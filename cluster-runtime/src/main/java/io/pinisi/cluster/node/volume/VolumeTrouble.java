package io.pinisi.cluster.node.volume;

/** A volume cannot be laid out yet; told to the pod's owner by a FailedMount event. */
public final class VolumeTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VolumeTrouble(String message) {
        super(message);
    }

    VolumeTrouble(String message, Throwable cause) {
        super(message, cause);
    }
}
