package io.pinisi.portal.deploy;

/** One object of the manifest, or a policy that goes with it. */
public record PlannedObject(String kind, String namespace, String name, Effect effect) {

    /** What becomes of it on the hub. */
    public enum Effect {
        CREATED,
        CHANGED,
        UNCHANGED
    }
}
