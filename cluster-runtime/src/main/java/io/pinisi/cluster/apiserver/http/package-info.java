/**
 * The HTTP engine: Jetty carries requests over TLS into the filter chain and answers out. Nothing
 * else of the server knows Jetty.
 *
 * <p>Key type: {@link HttpEngine}. A connection that leaves HTTP (exec, attach, port-forward) is
 * taken over as a {@code TunnelConnection}.
 */
@NullMarked
package io.pinisi.cluster.apiserver.http;

import org.jspecify.annotations.NullMarked;
