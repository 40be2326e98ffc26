/** Tests of mirrors. */
@NullMarked
package io.pinisi.federation.watch;

import org.jspecify.annotations.NullMarked;
