/** An API server in memory, small and drivable, for tests of what stands on the client alone. */
@NullMarked
package io.pinisi.cluster.client.testing;

import org.jspecify.annotations.NullMarked;
