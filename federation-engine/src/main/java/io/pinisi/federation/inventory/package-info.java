/**
 * The members as other tools look for them: a ClusterProfile for each, by the cluster inventory API
 * (KEP-4322).
 *
 * <p>Key types: {@link io.pinisi.federation.inventory.ClusterProfile} (what stands in one; pure),
 * {@link io.pinisi.federation.inventory.Inventory} (keeps them as the Clusters are). Invariants:
 * one profile for each Cluster, of its name, owned by it; only what our manager wrote is ever
 * changed.
 */
@NullMarked
package io.pinisi.federation.inventory;

import org.jspecify.annotations.NullMarked;
