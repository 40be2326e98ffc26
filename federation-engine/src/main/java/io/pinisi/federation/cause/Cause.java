package io.pinisi.federation.cause;

/**
 * A request that changed the hub.
 *
 * @param revision what it made; causes are told apart, and ordered, by it
 * @param requestId as in the hub's audit log; empty where nobody asked
 */
public record Cause(long revision, String requestId) {
    /** Nobody asked. */
    public static final Cause NONE = new Cause(0, "");

    /** Whichever came later. */
    public Cause later(Cause other) {
        return other.revision > revision ? other : this;
    }
}
