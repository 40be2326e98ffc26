/** Tests of the pure placement. */
@NullMarked
package io.pinisi.federation.placement;

import org.jspecify.annotations.NullMarked;
