/**
 * Where a request goes, as pure data: a {@link io.pinisi.cluster.ingress.route.RoutingTable} finds
 * the {@link io.pinisi.cluster.ingress.route.Route} of a host and a path, and the route's {@link
 * io.pinisi.cluster.ingress.route.Pool} says where requests may end.
 *
 * <p>Invariants: a table never changes; the order of its routes is total, so that the same objects
 * make the same table. Nothing here knows of HTTP engines or of Kubernetes objects.
 */
@NullMarked
package io.pinisi.cluster.ingress.route;

import org.jspecify.annotations.NullMarked;
