/**
 * The fleet as people see it: clusters, nodes, applications, pods and events as records, each
 * answer cut to what the person who asks may see on the hub.
 *
 * <p>Key types: {@link io.pinisi.federation.fleet.Fleet} gives a {@link
 * io.pinisi.federation.fleet.FleetView} per person and tells of changes; {@link
 * io.pinisi.federation.fleet.Applications} defines what an application is. Lists are answered from
 * memory; nothing here writes.
 */
@NullMarked
package io.pinisi.federation.fleet;

import org.jspecify.annotations.NullMarked;
