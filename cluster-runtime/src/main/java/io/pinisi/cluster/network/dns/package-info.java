/**
 * Names of a cluster. {@link io.pinisi.cluster.network.dns.RecordIndex} says what a name means, a
 * pure function of Services and EndpointSlices after the Kubernetes DNS specification; {@link
 * io.pinisi.cluster.network.dns.DnsServer} answers on the cluster's DNS address inside every node,
 * and passes other names on to the machine's own resolvers.
 *
 * <p>Invariant: a question under the cluster's domain is never passed on.
 */
@NullMarked
package io.pinisi.cluster.network.dns;

import org.jspecify.annotations.NullMarked;
