/**
 * Rules between an accepted request and its storage: first those that complete an object, then
 * those that only judge it. Key types: {@link io.pinisi.cluster.admission.AdmissionChain}, {@link
 * io.pinisi.cluster.admission.AdmissionRequest}. A validating rule always sees the final object.
 */
@NullMarked
package io.pinisi.cluster.admission;

import org.jspecify.annotations.NullMarked;
