/** Tests of the package. */
@NullMarked
package io.pinisi.federation.status;

import org.jspecify.annotations.NullMarked;
