/**
 * Makes services reachable. {@link io.pinisi.cluster.network.proxy.ServiceTable} is a pure function
 * of Services and EndpointSlices; {@link io.pinisi.cluster.network.proxy.NftablesBackend} renders
 * it as one nftables table, which a node's namespace takes over in one transaction; {@link
 * io.pinisi.cluster.network.proxy.ProxyLoop} does so whenever something changed, but not too often.
 */
@NullMarked
package io.pinisi.cluster.network.proxy;

import org.jspecify.annotations.NullMarked;
