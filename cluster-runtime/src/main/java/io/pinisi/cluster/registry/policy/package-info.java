/**
 * Disruption budgets: how much of an application may be away at a time. The eviction of a pod asks
 * them and writes what it takes from them.
 */
@NullMarked
package io.pinisi.cluster.registry.policy;

import org.jspecify.annotations.NullMarked;
