/** Tests of {@code io.pinisi.federation.quota}. */
@NullMarked
package io.pinisi.federation.quota;

import org.jspecify.annotations.NullMarked;
