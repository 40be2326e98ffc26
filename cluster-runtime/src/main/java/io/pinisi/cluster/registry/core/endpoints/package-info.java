/** Endpoints: rules and columns. */
@NullMarked
package io.pinisi.cluster.registry.core.endpoints;

import org.jspecify.annotations.NullMarked;
