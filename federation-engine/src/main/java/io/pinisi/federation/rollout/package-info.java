/**
 * Brings a change of an object to its clusters in stages instead of everywhere at once.
 *
 * <p>Key types: {@link io.pinisi.federation.rollout.Strategy} is what an operator or a tenant wants
 * (a RolloutStrategy), {@link io.pinisi.federation.rollout.Progress} how far the change of one
 * object is (the status of its Rollout), {@link io.pinisi.federation.rollout.RolloutPlanner} the
 * pure step from one to the next, {@link io.pinisi.federation.rollout.Rollouts} asks it, writes the
 * answer and only then lets members be changed, {@link io.pinisi.federation.rollout.Revisions}
 * keeps the former states of the objects.
 *
 * <p>Invariants: of an object that a strategy selects a cluster is sent exactly the revision that
 * the written Rollout assigns to it, and nothing at all before one is written; so a hub that stops
 * at any moment neither forgets nor repeats a step. A revision is stored before it is assigned.
 */
@NullMarked
package io.pinisi.federation.rollout;

import org.jspecify.annotations.NullMarked;
