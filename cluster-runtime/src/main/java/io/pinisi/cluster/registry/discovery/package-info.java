/** Endpoint slices. */
@NullMarked
package io.pinisi.cluster.registry.discovery;

import org.jspecify.annotations.NullMarked;
