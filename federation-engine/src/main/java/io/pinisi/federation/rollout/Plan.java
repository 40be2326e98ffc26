package io.pinisi.federation.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The next step of a rollout.
 *
 * @param actions what members will notice of it, once it is written
 * @param wake when time alone may lead to another step
 */
record Plan(Progress next, List<Action> actions, Optional<Instant> wake) {
    Plan {
        actions = List.copyOf(actions);
    }

    /** What changes for a cluster, or for people. */
    sealed interface Action {
        /** The cluster gets the change. */
        record Give(String cluster, String stage, String revision) implements Action {}

        /** The cluster gets back what it had. */
        record TakeBack(String cluster, String revision) implements Action {}

        /** The run came to another phase. */
        record Tell(Phase phase, String message) implements Action {}
    }
}
