/**
 * Rolls a Deployment's template out: one ReplicaSet per template, the new one scaled up and the old
 * ones down within maxSurge and maxUnavailable.
 *
 * <p>{@code Rollout} is the state that everything is decided on: the deployment, the set of its
 * present template (if there is one yet) and the sets of earlier ones. {@code RolloutPlanner} and
 * {@code ScalingPlanner} decide sizes, {@code RevisionNotes} the annotations by which history is
 * read, {@code RolloutStatus} the status; all pure. {@code DeploymentController} performs.
 *
 * <p>Invariants: sets of one deployment never have more pods together than replicas + maxSurge; a
 * template that comes back gets its old set back, under a new revision.
 */
@NullMarked
package io.pinisi.cluster.controllers.deployment;

import org.jspecify.annotations.NullMarked;
