/**
 * Carries a pod's log to the browser over a WebSocket of its own: a busy log must not hold up the
 * pages, which share one lock per session.
 *
 * <p>Key types: {@link LogTickets} (a ticket is good once, shortly, and only for the session that
 * asked for it), {@link LogSockets} (the endpoint). Invariants: lines wait in no queue of ours, a
 * slow browser slows the reading; a stream ends with the session that opened it.
 */
@NullMarked
package io.pinisi.portal.logs;

import org.jspecify.annotations.NullMarked;
