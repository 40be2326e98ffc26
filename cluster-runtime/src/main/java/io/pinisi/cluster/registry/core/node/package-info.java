/** Nodes: their rules and columns. */
@NullMarked
package io.pinisi.cluster.registry.core.node;

import org.jspecify.annotations.NullMarked;
