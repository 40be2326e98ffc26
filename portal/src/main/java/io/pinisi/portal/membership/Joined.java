package io.pinisi.portal.membership;

import java.util.List;

/** How an attempt to join a cluster ended. */
public sealed interface Joined {
    /** It is a member; its page says how it does. */
    record Done(String cluster) implements Joined {}

    /** Nothing was written. */
    record Refused(List<Fault> faults) implements Joined {
        public Refused {
            faults = List.copyOf(faults);
        }
    }

    /**
     * One fault, worded by the server that found it.
     *
     * @param field where in the kubeconfig or the Cluster, empty where it concerns the whole
     */
    record Fault(String field, String message) {}
}
