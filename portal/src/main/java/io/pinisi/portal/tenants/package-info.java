/**
 * Tenants as the portal shows them, and what their owners do for themselves: projects and people.
 *
 * <p>Key types: {@link io.pinisi.portal.tenants.TenantService}, {@link
 * io.pinisi.portal.tenants.TenantDetail}. Invariant: every change is a write to the Tenant as the
 * person; the hub judges it.
 */
@NullMarked
package io.pinisi.portal.tenants;

import org.jspecify.annotations.NullMarked;
