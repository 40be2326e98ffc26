/**
 * What differs from cluster to cluster: override policies, and what they make of an object.
 *
 * <p>Key types: {@link io.pinisi.federation.override.OverrideIndex} finds the policies of an object
 * in the order in which they are applied, {@link io.pinisi.federation.override.Overrides} applies
 * them, {@link io.pinisi.federation.override.Overrider} is one change. Pure.
 *
 * <p>Invariant: an override that cannot be applied is an {@link
 * io.pinisi.federation.override.OverrideException} that names policy and field; nothing is ever
 * overridden in part.
 */
@NullMarked
package io.pinisi.federation.override;

import org.jspecify.annotations.NullMarked;
