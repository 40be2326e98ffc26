package io.pinisi.portal.tenants;

import io.pinisi.portal.status.Status;

/**
 * A namespace of a tenant.
 *
 * @param used what its templates ask for of the quota, in words
 * @param current whether the tenant still has it; else it only waits to be emptied
 */
public record Project(
        String name, String displayName, Status status, String used, boolean current) {}
