/**
 * Where objects run: the policies that decide, what a change of them would move, and what happens
 * when a cluster is lost.
 *
 * <p>Key types: {@link PlacementService}, {@link PolicyRow} in the list, {@link Impact} before
 * anything is written.
 */
@NullMarked
package io.pinisi.portal.placement;

import org.jspecify.annotations.NullMarked;
