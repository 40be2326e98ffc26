/**
 * The audit log as it is served and handed on: page by page in its exact lines, searched, and as a
 * stream in the forms that others read.
 *
 * <p>Key types: {@link AuditSearch}, {@link AuditFormat}. Invariant: nothing is shown that is not
 * in the chain; the plain form of a whole export is what {@code pinisi audit verify} checks.
 */
@NullMarked
package io.pinisi.cluster.apiserver.audit;

import org.jspecify.annotations.NullMarked;
