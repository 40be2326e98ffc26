/**
 * The member clusters as one fleet: what they are, how well they are, what needs somebody.
 *
 * <p>Key types: {@link FleetService} and the records that its pages show.
 */
@NullMarked
package io.pinisi.portal.fleet;

import org.jspecify.annotations.NullMarked;
