package io.pinisi.federation.propagation;

import java.time.Instant;

/**
 * How far one object is on its way to one member.
 *
 * @param message what is in the way, or empty
 * @param since when it came to this
 */
public record Delivery(State state, String message, Instant since) {

    /** The stations. */
    public enum State {
        /** On its way, or waiting for the member to be reachable. */
        PENDING,
        /** Held back by the policy. */
        SUSPENDED,
        APPLIED,
        /** The member, or a rule of ours, refused it. */
        FAILED
    }
}
