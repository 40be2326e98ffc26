/**
 * The one executable: its subcommands, and how portal, hub and clusters are assembled in one
 * process ({@code pinisi up}) or in several ({@code pinisi portal}, {@code pinisi cluster}).
 *
 * <p>Key types: {@link io.pinisi.portal.cli.Main}, {@link io.pinisi.portal.cli.Settings} (what the
 * environment says), {@link io.pinisi.portal.cli.Home} (the data folder and its lock). Invariants:
 * one process per home; what was started is stopped in reverse order; a failure names the setting
 * that helps.
 */
@NullMarked
package io.pinisi.portal.cli;

import org.jspecify.annotations.NullMarked;
