/**
 * How fast changes of the hub come into members, and what waits on the way.
 *
 * <p>Key types: {@link io.pinisi.federation.traffic.Beginnings} knows when each object was last
 * changed on the hub, {@link io.pinisi.federation.traffic.Traffic} takes down what happens to one
 * member's objects, {@link io.pinisi.federation.traffic.TrafficReport} is what people read of it
 * and {@link io.pinisi.federation.traffic.TrafficText} what Prometheus does.
 *
 * <p>Invariants: measuring never holds work up; what is kept is bounded by the number of objects
 * and by {@link io.pinisi.federation.traffic.Histogram}'s named window.
 */
@NullMarked
package io.pinisi.federation.traffic;

import org.jspecify.annotations.NullMarked;
