/**
 * The one executable: its subcommands, and how {@code pinisi up} assembles portal, hub and embedded
 * clusters in one process.
 *
 * <p>Key types: {@link io.pinisi.portal.cli.Main}, {@link io.pinisi.portal.cli.Settings} (what the
 * environment says), {@link io.pinisi.portal.cli.Home} (the data folder and its lock). Invariants:
 * one process per home; what was started is stopped in reverse order; a failure names the setting
 * that helps.
 */
@NullMarked
package io.pinisi.portal.cli;

import org.jspecify.annotations.NullMarked;
