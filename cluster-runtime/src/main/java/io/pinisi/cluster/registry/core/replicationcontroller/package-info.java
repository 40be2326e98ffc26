/**
 * Replication controllers: replica sets as they were before there were selectors with operators.
 */
@NullMarked
package io.pinisi.cluster.registry.core.replicationcontroller;

import org.jspecify.annotations.NullMarked;
