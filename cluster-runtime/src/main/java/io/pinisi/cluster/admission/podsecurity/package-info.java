/**
 * The Pod Security Standards: three levels, of which a namespace chooses by labels what is
 * enforced, what is written to the audit record, and what is warned about.
 *
 * <p>Key types: {@link io.pinisi.cluster.admission.podsecurity.PodSecurity} asks {@code Standards},
 * a pure list of checks, in the words of the original. Only the newest version of the standards is
 * known; an older one is judged as the newest.
 */
@NullMarked
package io.pinisi.cluster.admission.podsecurity;

import org.jspecify.annotations.NullMarked;
