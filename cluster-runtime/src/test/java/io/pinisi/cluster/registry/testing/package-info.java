/** A registry over a store in memory, with a clock that stands still, for tests. */
@NullMarked
package io.pinisi.cluster.registry.testing;

import org.jspecify.annotations.NullMarked;
