/**
 * Decides on which node each pod runs.
 *
 * <p>A pod goes from {@code SchedulingQueue} into {@code SchedulingCycle}, a pure function of an
 * immutable {@code ClusterSnapshot} and the pod to a {@code Decision}: a placement, or a diagnosis
 * that says for each node which rule refused it. {@code ClusterState} keeps the nodes up to date
 * and assumes placements before they are written; {@code Scheduler} binds them.
 *
 * <p>For a pod that fits nowhere {@code Preemption}, pure as well, chooses less important pods to
 * end; {@code Preemptor} ends them and keeps the room.
 *
 * <p>Invariants: one pod is decided at a time, on a snapshot that contains every earlier decision;
 * a decision carries its reasons as data, per node and rule; equal input gives an equal decision.
 */
@NullMarked
package io.pinisi.cluster.scheduler;

import org.jspecify.annotations.NullMarked;
