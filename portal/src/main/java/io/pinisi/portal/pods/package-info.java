/**
 * One pod of one member cluster: its containers, events and live log.
 *
 * <p>Key types: {@link PodService}, {@link PodDetail}, {@link LogStream}; {@link LogTickets} and
 * {@link LogSockets} carry a log to the browser beside Vaadin, because a busy log must not hold up
 * the pages. A ticket is good once, shortly, and for the session that asked for it.
 */
@NullMarked
package io.pinisi.portal.pods;

import org.jspecify.annotations.NullMarked;
