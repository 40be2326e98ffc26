package io.pinisi.cluster.registry;

/** What a control plane is for; the kinds are the same, their life is not. */
public enum Profile {
    /** Objects are lived by nodes and controllers of this cluster. */
    CLUSTER,
    /** Objects are templates for other clusters: defaulted and validated, never inhabited. */
    HUB
}
