package io.pinisi.federation.rollout;

/** Where a rollout waits for people. */
public record Gate(String stage, Side side) {

    /** Of the stage. */
    public enum Side {
        BEFORE,
        AFTER
    }

    /** As people name it, and as it stands among those that were passed. */
    String id() {
        return stage + "/" + (side == Side.BEFORE ? "before" : "after");
    }

    @Override
    public String toString() {
        return (side == Side.BEFORE ? "before" : "after") + " stage " + stage;
    }
}
