/** Tests of the pure parts of traffic. */
@NullMarked
package io.pinisi.federation.traffic;

import org.jspecify.annotations.NullMarked;
