/**
 * Brings what happens in the members back to the hub: the binding's status per cluster, and the
 * template's own status as its kind has it, so that {@code kubectl rollout status} works on the
 * hub.
 *
 * <p>Key types: {@link io.pinisi.federation.status.Aggregation} (pure), {@link
 * io.pinisi.federation.status.StatusReconciler} (writes). Invariants: a template's {@code
 * observedGeneration} becomes its generation only when every placed cluster has observed what was
 * rendered from it; a cluster that cannot be reached counts as unknown, never as healthy.
 */
@NullMarked
package io.pinisi.federation.status;

import org.jspecify.annotations.NullMarked;
