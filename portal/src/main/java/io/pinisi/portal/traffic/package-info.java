/**
 * How changes come into the clusters: what waits, how fast it is written, and what goes wrong.
 *
 * <p>Key types: {@link TrafficService}, {@link ClusterTraffic} for one cluster, {@link
 * UnfinishedObject} for what a cluster does not have as it should.
 */
@NullMarked
package io.pinisi.portal.traffic;

import org.jspecify.annotations.NullMarked;
