/**
 * Gives claims their volumes. {@code ClaimPlanner} and {@code VolumePlanner} say what either side
 * of a binding needs, {@code VolumeBinder} writes it; {@code LocalProvisioner} makes volumes that
 * are folders of a node, and {@code EphemeralClaims} the claims of pods' own volumes.
 *
 * <p>Invariants: a volume points to at most one claim by its uid, and the volume's side is written
 * before the claim's, both on condition that they are as they were read, so that two claims never
 * get one volume; a claim that waits for its first consumer gets no volume before the scheduler has
 * chosen a node. Source: the Kubernetes documentation of persistent volumes and the annotations of
 * KEP-625 (external provisioners) and of topology-aware binding.
 */
@NullMarked
package io.pinisi.cluster.controllers.storage;

import org.jspecify.annotations.NullMarked;
