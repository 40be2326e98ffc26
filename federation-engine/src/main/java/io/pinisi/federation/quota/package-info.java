/**
 * What the objects of one namespace may ask for in all clusters together.
 *
 * <p>{@link io.pinisi.federation.quota.QuotaBook} holds placement to the overall limits of each
 * {@code FederatedQuota}: what would go beyond is refused and keeps what it had. {@link
 * io.pinisi.federation.quota.QuotaController} brings the parts that are assigned to clusters there
 * as ResourceQuotas, and reports what is used.
 *
 * <p>Invariants: what is running is never taken away by a quota; who asks for no more than before
 * is not refused; two decisions at once do not both take the last of it.
 */
@NullMarked
package io.pinisi.federation.quota;

import org.jspecify.annotations.NullMarked;
