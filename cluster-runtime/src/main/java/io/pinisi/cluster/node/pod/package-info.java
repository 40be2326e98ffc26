/**
 * One pod on its node, from what is wanted and what is seen to what to do and what to report.
 *
 * <p>{@link io.pinisi.cluster.node.pod.Pod} reads the API's tree; {@link
 * io.pinisi.cluster.node.pod.PodSituation} is all that is known at one moment; {@link
 * io.pinisi.cluster.node.pod.PodPlanner} turns it into {@link
 * io.pinisi.cluster.node.pod.PodAction}s and {@link io.pinisi.cluster.node.pod.PodStatus} into the
 * status that Kubernetes users expect.
 *
 * <p>Invariants: everything here is pure; time comes in as a value; no type of this package knows
 * threads, files or the network.
 */
@NullMarked
package io.pinisi.cluster.node.pod;

import org.jspecify.annotations.NullMarked;
