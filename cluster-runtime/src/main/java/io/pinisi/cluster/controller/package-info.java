/**
 * What every controller is made of: a {@code WorkQueue} of keys, a {@code Reconciler} that drives
 * one object toward its desired state, a {@code Controller} that runs the one on the other, {@code
 * Expectations} against acting twice on a late copy, and an {@code EventRecorder} that tells
 * people.
 *
 * <p>Invariants: one key is reconciled by one thread at a time; a key added while it is being
 * reconciled is reconciled again; nothing that was added is lost before it was reconciled.
 */
@NullMarked
package io.pinisi.cluster.controller;

import org.jspecify.annotations.NullMarked;
