/**
 * The services behind the views, on a real hub and its members.
 *
 * <p>Key types: {@link HubBackend} makes them all; {@link People} turns a signed-in person into
 * what the hub and the members know. Invariant: every read and write is done as the person; the
 * portal has no rights of its own.
 */
@NullMarked
package io.pinisi.portal.hub;

import org.jspecify.annotations.NullMarked;
