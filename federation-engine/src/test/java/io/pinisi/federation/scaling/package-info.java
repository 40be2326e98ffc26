/** Tests of {@code io.pinisi.federation.scaling}. */
@NullMarked
package io.pinisi.federation.scaling;

import org.jspecify.annotations.NullMarked;
