/**
 * Which addresses a cluster of this machine uses. {@link
 * io.pinisi.cluster.network.address.ClusterNetwork} is one cluster's share, {@link
 * io.pinisi.cluster.network.address.ClusterNetworks} hands shares out.
 *
 * <p>Invariant: a cluster keeps its share for life, because services remember their addresses; no
 * two clusters of one home overlap, nor does one overlap a network the machine had a route to when
 * the share was chosen.
 */
@NullMarked
package io.pinisi.cluster.network.address;

import org.jspecify.annotations.NullMarked;
