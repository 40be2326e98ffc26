package io.pinisi.federation.propagation;

import io.pinisi.federation.placement.Policy;

/** What the written decision wants of one object in one member. */
sealed interface Desire {
    /**
     * @param scaled whether the member itself sets the replicas
     * @param corrects whether what others change of it is put right
     */
    record Present(
            Rendered rendered,
            String templateUid,
            Policy.ConflictResolution conflict,
            boolean scaled,
            boolean corrects)
            implements Desire {}

    /** The member is in the inventory and not in the decision: the tombstone. */
    record Absent() implements Desire {}

    /**
     * The member has it with our marks, and no decision knows of it: it came back with an old
     * backup, or is left from an earlier membership.
     */
    record Stray() implements Desire {}

    /** The policy or an operator holds it back: what is there stays as it is. */
    record Suspended(String why) implements Desire {}

    /** It is to go when what replaces it is healthy; until then it stays as it is. */
    record Waning() implements Desire {}

    /** It is to go, and the cluster is only just back, or away: nothing is deleted yet. */
    record Unsettled() implements Desire {}

    /** What was decided cannot be made: what is there stays as it is. */
    record Invalid(String why) implements Desire {}

    /** It is no business of ours. */
    record Indifferent() implements Desire {}
}
