/**
 * Tenants: people who share the fleet with others, see only what is theirs and stay within their
 * limits.
 *
 * <p>Key types: {@link io.pinisi.federation.tenancy.Tenant} is one, read; {@link
 * io.pinisi.federation.tenancy.TenantRules} are the hub's rules about them (what exists for whom,
 * and what may be written); {@link io.pinisi.federation.tenancy.TenantController} makes one
 * effective: namespaces, roles, quotas, on the hub and in the members.
 *
 * <p>Invariants: the part of a namespace's name before the first {@code -} says whose it is, so no
 * label, controller or copy that is late can make it someone else's. The rules judge what is
 * written against the hub's own state at that moment; the engine's decisions are judged like
 * anybody's. What does not exist for a person is refused in the words for what does not exist for
 * anyone.
 */
@NullMarked
package io.pinisi.federation.tenancy;

import org.jspecify.annotations.NullMarked;
