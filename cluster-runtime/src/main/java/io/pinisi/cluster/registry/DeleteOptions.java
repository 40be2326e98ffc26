package io.pinisi.cluster.registry;

import org.jspecify.annotations.Nullable;

/**
 * {@code metav1.DeleteOptions}, checked.
 *
 * @param gracePeriodSeconds null for the kind's own
 */
public record DeleteOptions(
        @Nullable Long gracePeriodSeconds,
        @Nullable String uid,
        @Nullable String resourceVersion,
        Propagation propagation) {

    /** What happens to dependents; {@code DEFAULT} is the kind's own (background for most). */
    public enum Propagation {
        DEFAULT,
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }
}
