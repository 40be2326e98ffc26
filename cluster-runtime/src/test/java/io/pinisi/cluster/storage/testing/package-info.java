/** A revision store in memory, for tests of what stands on one. */
@NullMarked
package io.pinisi.cluster.storage.testing;

import org.jspecify.annotations.NullMarked;
