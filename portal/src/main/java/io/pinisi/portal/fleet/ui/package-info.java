/** The pages of the fleet: overview, clusters, one cluster. */
@NullMarked
package io.pinisi.portal.fleet.ui;

import org.jspecify.annotations.NullMarked;
