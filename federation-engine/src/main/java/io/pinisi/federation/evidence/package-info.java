/**
 * Evidence for auditors: who had which right where at a moment with its last use, and packs that
 * answer the questions of named controls in one signed file.
 *
 * <p>Key types: {@link io.pinisi.federation.evidence.AccessReview} reads rights out of the past,
 * {@link io.pinisi.federation.evidence.Control} names what a pack is about, {@link
 * io.pinisi.federation.evidence.PackFile} checks one anywhere. Invariants: a pack says only what
 * history and audit log say; each of its files is named in its manifest by SHA-256, and the
 * manifest is signed with the key of the audit log's checkpoints; that one was made is itself a
 * record.
 */
@NullMarked
package io.pinisi.federation.evidence;

import org.jspecify.annotations.NullMarked;
