/** Tests of when a copy is given up. */
@NullMarked
package io.pinisi.federation.failover;

import org.jspecify.annotations.NullMarked;
