package io.pinisi.cluster.node.pod;

/** What the node says to the resources that a pod wants. */
public enum Resize {
    /** They are the pod's; the runtime may still have to follow. */
    GRANTED,
    /** There would be room if other pods were gone. */
    DEFERRED,
    /** The whole node is too small. */
    INFEASIBLE
}
