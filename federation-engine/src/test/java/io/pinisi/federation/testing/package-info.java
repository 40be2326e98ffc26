/** A federation of real API servers in one process, for tests and benchmarks. */
@NullMarked
package io.pinisi.federation.testing;

import org.jspecify.annotations.NullMarked;
