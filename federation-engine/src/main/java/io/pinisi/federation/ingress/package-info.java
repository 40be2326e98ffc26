/**
 * One address in front of the healthy clusters: MultiClusterIngresses of the hub, served by a
 * gateway of the hub's process at the endpoints of the services in the members.
 *
 * <p>{@link ClusterPools} is the pure part: of the clusters that have a service, by weight and by
 * nearness, it makes the pool of a route and says how each cluster stands. {@link FederatedIngress}
 * follows what it is made from and tells people.
 *
 * <p>Invariants: a cluster that is not Ready, or that the namespace's tenant may not use, gets
 * nothing; so does one of weight 0. A gateway reaches endpoints at their own addresses, so the pod
 * networks have to be routed to it.
 */
@NullMarked
package io.pinisi.federation.ingress;

import org.jspecify.annotations.NullMarked;
