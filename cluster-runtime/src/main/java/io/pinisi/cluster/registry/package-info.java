/** The store of each resource: one write pipeline, one strategy per kind. */
@NullMarked
package io.pinisi.cluster.registry;

import org.jspecify.annotations.NullMarked;
