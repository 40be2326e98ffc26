/**
 * Says which pods stand behind a service: EndpointSlices, and the older Endpoints object beside.
 *
 * <p>{@code ServiceView} and {@code Backend} read services and pods, {@code SlicePlanner} spreads
 * backends over slices of at most 100 with as few writes as it can, {@code EndpointsPlanner} makes
 * the legacy object; all pure. Services without a selector are their makers' business and are left
 * alone.
 */
@NullMarked
package io.pinisi.cluster.controllers.endpointslice;

import org.jspecify.annotations.NullMarked;
