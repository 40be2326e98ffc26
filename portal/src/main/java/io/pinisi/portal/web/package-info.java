/**
 * The portal's HTTP side: one Jetty that serves Vaadin, the sign-in page, log streams and health on
 * one port.
 *
 * <p>Key types: {@link Portal} (start and stop), {@link PortalOptions}, {@link
 * io.pinisi.portal.backend.Backend} (what the views read and do; it may arrive after the start, so
 * that people can sign in at once).
 *
 * <p>Invariants: every request passes {@link SecurityHeaders} and then the one authentication
 * filter, WebSocket handshakes included.
 */
@NullMarked
package io.pinisi.portal.web;

import org.jspecify.annotations.NullMarked;
