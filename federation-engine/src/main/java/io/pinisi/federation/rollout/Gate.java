package io.pinisi.federation.rollout;

import io.pinisi.federation.placement.Template;

/**
 * Where a rollout waits for people.
 *
 * @param revision what they agree to
 * @param policy the approval policy that says who, and how many
 */
public record Gate(
        Template template, int run, String revision, String stage, Side side, String policy) {

    /** Of the stage. */
    public enum Side {
        BEFORE,
        AFTER
    }

    /** What people say. */
    public enum Answer {
        APPROVED,
        PENDING,
        DENIED
    }

    /** As it stands among those that were passed. */
    String id() {
        return stage + "/" + (side == Side.BEFORE ? "before" : "after");
    }

    @Override
    public String toString() {
        return (side == Side.BEFORE ? "before" : "after") + " stage " + stage;
    }
}
