/**
 * One address in front of many targets: an HTTP server that passes requests on by a {@link
 * io.pinisi.cluster.ingress.route.RoutingTable}.
 *
 * <p>{@link Gateway} is the server, with the certificates that clients ask for by name; {@link
 * Balancer} chooses among the targets of a route and remembers which of them just failed; plain
 * requests are Jetty's proxy's to carry ({@link GatewayHandler}), connections that leave HTTP are
 * joined ({@link Upgrades}).
 *
 * <p>Invariants: table and certificates are replaced as a whole while requests run, and a request
 * keeps the table that it began with. What a client says of where it comes from is not believed.
 */
@NullMarked
package io.pinisi.cluster.ingress.gateway;

import org.jspecify.annotations.NullMarked;
