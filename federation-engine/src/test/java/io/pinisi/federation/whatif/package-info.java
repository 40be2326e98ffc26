/** Tests of simulations. */
@NullMarked
package io.pinisi.federation.whatif;

import org.jspecify.annotations.NullMarked;
