package io.pinisi.federation.propagation;

import io.pinisi.federation.placement.Policy;

/** What the written decision wants of one object in one member. */
sealed interface Desire {
    /**
     * @param scaled whether the member itself sets the replicas
     */
    record Present(
            Rendered rendered,
            String templateUid,
            Policy.ConflictResolution conflict,
            boolean scaled)
            implements Desire {}

    /** The member is in the inventory and not in the decision: the tombstone. */
    record Absent() implements Desire {}

    /** The policy holds it back: what is there stays as it is. */
    record Suspended() implements Desire {}

    /** It is to go when what replaces it is healthy; until then it stays as it is. */
    record Waning() implements Desire {}

    /** It is to go, and the cluster is only just back, or away: nothing is deleted yet. */
    record Unsettled() implements Desire {}

    /** What was decided cannot be made: what is there stays as it is. */
    record Invalid(String why) implements Desire {}

    /** It is no business of ours. */
    record Indifferent() implements Desire {}
}
