/** Leases. */
@NullMarked
package io.pinisi.cluster.registry.coordination;

import org.jspecify.annotations.NullMarked;
