package io.pinisi.cluster.controllers.statefulset;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.history.Revision;

/** One thing to do for a stateful set. */
sealed interface SetAction {
    /** Makes a pod and the claims it lacks. */
    record Create(int ordinal, Revision revision) implements SetAction {}

    /** Ends a pod: it is beyond what is wanted, or has an old template. */
    record Delete(PodView pod) implements SetAction {}

    /** Ends a pod that has ended by itself, so that it can be made again. */
    record Recreate(PodView pod) implements SetAction {}

    /** Gives a pod the labels that belong to it. */
    record Mend(int ordinal, PodView pod) implements SetAction {}
}
