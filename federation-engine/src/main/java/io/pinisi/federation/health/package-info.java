/**
 * Reads the health of an object out of its own status, kind by kind. Pure. A kind without a rule is
 * {@code NO_RULE}, which is not the same as healthy.
 */
@NullMarked
package io.pinisi.federation.health;

import org.jspecify.annotations.NullMarked;
