/** Tests of the package. */
@NullMarked
package io.pinisi.federation.membership;

import org.jspecify.annotations.NullMarked;
