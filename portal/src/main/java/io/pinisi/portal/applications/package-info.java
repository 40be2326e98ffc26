/**
 * Applications over all clusters: the workloads that people keep on the hub, how they stand in each
 * cluster, and what can be done with them.
 *
 * <p>Key types: {@link ApplicationService} and the records that its pages show.
 */
@NullMarked
package io.pinisi.portal.applications;

import org.jspecify.annotations.NullMarked;
