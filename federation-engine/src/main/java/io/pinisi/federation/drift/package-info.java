/**
 * Keeps account of what is changed in members behind the hub's back.
 *
 * <p>Key types: {@link io.pinisi.federation.drift.DriftLedger} writes one DriftRecord per cluster,
 * object and field on the hub: who, both values, since when, how often, and whether it was put
 * right; {@link io.pinisi.federation.drift.FieldPath} takes an accepted field out of what is
 * applied, so that it stays with whoever changed it.
 *
 * <p>Invariants: a record stands in the namespace of its object, so whoever may not see one does
 * not see the other; values of Secrets are never written down.
 */
@NullMarked
package io.pinisi.federation.drift;

import org.jspecify.annotations.NullMarked;
