/**
 * What the hub knows of kinds that other projects define, so that they are divided, judged, summed
 * up and followed by what they need without anybody teaching it: a table, {@code kinds.yaml}, with
 * a row for each.
 *
 * <p>Key types: {@link io.pinisi.federation.known.KnownKinds} finds the row of an object, {@link
 * io.pinisi.federation.known.KnownKind} is one. Who asks a question of native kinds asks here where
 * it has no answer of its own. Invariants: immutable; a row holds for every version of its kind; a
 * script that an operator brings for the kind goes before it.
 */
@NullMarked
package io.pinisi.federation.known;

import org.jspecify.annotations.NullMarked;
