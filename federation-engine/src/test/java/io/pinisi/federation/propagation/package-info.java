/** Tests of the package. */
@NullMarked
package io.pinisi.federation.propagation;

import org.jspecify.annotations.NullMarked;
