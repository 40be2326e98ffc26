/**
 * The federation's kinds as data: Karmada's schemas and our own, loaded by the hub as built-in
 * custom resource definitions.
 *
 * <p>Key types: {@link io.pinisi.federation.kinds.FederationKinds} (the definitions), {@link
 * io.pinisi.federation.kinds.PolicyValidation} and {@link
 * io.pinisi.federation.kinds.ClusterValidation} (what a schema cannot say). Invariant: a field
 * whose behaviour is not built is refused by name, never ignored.
 */
@NullMarked
package io.pinisi.federation.kinds;

import org.jspecify.annotations.NullMarked;
