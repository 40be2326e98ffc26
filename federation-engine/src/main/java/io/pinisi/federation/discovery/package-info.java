/**
 * Services over many clusters: what one cluster exports, others reach.
 *
 * <p>An {@link io.pinisi.federation.discovery.Export} is read from a ServiceExport, of the hub or
 * of a member's {@link io.pinisi.federation.discovery.ClusterSet} (the service is imported as
 * {@code derived-NAME}, with a ServiceImport, by every member that has the namespace) or from a
 * MultiClusterService (its endpoints join the service of the same name in the consumers). Key
 * types: {@link io.pinisi.federation.discovery.MergedService} makes one service of those of the
 * providers, {@link io.pinisi.federation.discovery.ImportPlanner} says what a consumer is to have,
 * {@link io.pinisi.federation.discovery.Importer} brings it there, one per member, and {@link
 * io.pinisi.federation.discovery.ServiceDiscovery} tells each when to look. {@link
 * io.pinisi.federation.discovery.ServiceReach} is what people see of one export in all clusters.
 *
 * <p>Invariants: endpoints of a cluster that is not Ready are nowhere else; those of a cluster
 * whose slices are not known yet, or that is not connected yet, are left as they are; only what
 * carries our label is changed or deleted.
 */
@NullMarked
package io.pinisi.federation.discovery;

import org.jspecify.annotations.NullMarked;
