/**
 * Acts that wait for a second person, as the people see them who ask and who decide.
 *
 * <p>Key types: {@link ApprovalService}, {@link Approval} for one request, {@link Inbox} for what
 * is open, {@link AccessWish} for access to running pods that somebody asks for.
 *
 * <p>Invariant: what is offered here only mirrors the hub's rules; the hub decides.
 */
@NullMarked
package io.pinisi.portal.approvals;

import org.jspecify.annotations.NullMarked;
