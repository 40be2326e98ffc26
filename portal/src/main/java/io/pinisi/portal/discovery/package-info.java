/**
 * Services that clusters share: which cluster offers one, which have it, and how well that goes.
 *
 * <p>Key types: {@link DiscoveryService}, {@link SharedService} for one line of the list, {@link
 * SharedServiceDetail} with one {@link Leg} per cluster.
 */
@NullMarked
package io.pinisi.portal.discovery;

import org.jspecify.annotations.NullMarked;
