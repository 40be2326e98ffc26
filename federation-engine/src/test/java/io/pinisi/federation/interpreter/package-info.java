/** Tests of {@code io.pinisi.federation.interpreter}. */
@NullMarked
package io.pinisi.federation.interpreter;

import org.jspecify.annotations.NullMarked;
