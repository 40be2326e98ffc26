/**
 * Holds objects to the quotas of their namespace: what a request would use is booked on every quota
 * that it touches before it is let in, each on condition that nobody booked in between. What is
 * booked for objects that were never made is put right by the quota controller.
 *
 * <p>Key type: {@link io.pinisi.cluster.admission.quota.QuotaAdmission}.
 */
@NullMarked
package io.pinisi.cluster.admission.quota;

import org.jspecify.annotations.NullMarked;
