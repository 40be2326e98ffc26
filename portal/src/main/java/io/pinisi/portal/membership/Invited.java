package io.pinisi.portal.membership;

import java.time.Instant;
import java.util.List;

/** How an attempt to have a cluster's agent dial in ended. */
public sealed interface Invited {
    /**
     * The hub waits for the agent.
     *
     * @param command to run where the cluster is; holds the token, which is shown this once
     * @param expiry of the token
     */
    record Done(String cluster, String command, Instant expiry) implements Invited {
        @Override
        public String toString() {
            return "Done[cluster=" + cluster + "]";
        }
    }

    /** Nothing was written. */
    record Refused(List<Joined.Fault> faults) implements Invited {
        public Refused {
            faults = List.copyOf(faults);
        }
    }
}
