/** Tests of the package. */
@NullMarked
package io.pinisi.federation.kinds;

import org.jspecify.annotations.NullMarked;
