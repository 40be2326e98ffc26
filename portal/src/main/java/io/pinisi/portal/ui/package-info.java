/**
 * The shell around all views and the small kit they are built from.
 *
 * <p>Key types: {@link MainLayout}, {@link Live} (reads away from the user interface, shows under
 * its lock), {@link StatusBadge}. Invariant: no view or listener blocks; what reads or writes runs
 * in a virtual thread and comes back with one {@code UI.access}.
 */
@NullMarked
package io.pinisi.portal.ui;

import org.jspecify.annotations.NullMarked;
