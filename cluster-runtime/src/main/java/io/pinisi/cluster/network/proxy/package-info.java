/**
 * Makes services reachable. {@link io.pinisi.cluster.network.proxy.ServiceTable} is a pure function
 * of Services and EndpointSlices; {@link io.pinisi.cluster.network.proxy.NftablesBackend} renders
 * it as one nftables table, which {@link io.pinisi.cluster.network.proxy.ServiceProxy} keeps in
 * every node's namespace.
 */
@NullMarked
package io.pinisi.cluster.network.proxy;

import org.jspecify.annotations.NullMarked;
