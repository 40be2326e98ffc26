/** The engine as a whole. */
@NullMarked
package io.pinisi.federation;

import org.jspecify.annotations.NullMarked;
