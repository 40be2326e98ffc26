/** Tests of the package. */
@NullMarked
package io.pinisi.federation.deploy;

import org.jspecify.annotations.NullMarked;
