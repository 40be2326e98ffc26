/**
 * What the views read and do, as one record, and the slot it arrives in.
 *
 * <p>The portal answers before the hub has started, so everything that shows data asks {@link
 * BackendSlot} and must be able to say that there is none yet.
 */
@NullMarked
package io.pinisi.portal.backend;

import org.jspecify.annotations.NullMarked;
