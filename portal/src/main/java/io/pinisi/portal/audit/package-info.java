/**
 * Who did what: the hub's audit log, searched, handed on and checked.
 *
 * <p>Key types: {@link AuditService}, {@link Activity}.
 */
@NullMarked
package io.pinisi.portal.audit;

import org.jspecify.annotations.NullMarked;
