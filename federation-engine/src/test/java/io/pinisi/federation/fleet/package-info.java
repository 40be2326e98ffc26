/** Tests of the pure parts of the view of the fleet. */
@NullMarked
package io.pinisi.federation.fleet;

import org.jspecify.annotations.NullMarked;
