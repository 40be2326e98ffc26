/**
 * Where an object of the hub runs: a pure, deterministic function of the object, the policies, the
 * clusters and the previous decision, with the reasons per cluster and rule.
 *
 * <p>Key types: {@link io.pinisi.federation.placement.PolicyIndex} picks the policy, {@link
 * io.pinisi.federation.placement.Placer} decides: each affinity group in turn is filtered, spread
 * and divided; {@link io.pinisi.federation.placement.Webster} divides by weight, {@link
 * io.pinisi.federation.placement.PlacementPreview} asks "what if". No I/O, no clock, no threads:
 * the same code serves the engine, the dry run and every explanation.
 */
@NullMarked
package io.pinisi.federation.placement;

import org.jspecify.annotations.NullMarked;
