/**
 * Keeps the pods of a StatefulSet: each with a name, a place and claims of its own, made and ended
 * in order.
 *
 * <p>{@code Identity} is what makes a pod the one it is, {@code SetState} what everything is
 * decided on, {@code SetPlanner} decides, {@code SetStatus} counts; all pure. {@code SetPerformer}
 * makes, mends and ends pods and claims. Invariants: no two pods of one ordinal; in ordered
 * management at most one pod is made or ended at a time, and only when those before it are
 * available.
 */
@NullMarked
package io.pinisi.cluster.controllers.statefulset;

import org.jspecify.annotations.NullMarked;
