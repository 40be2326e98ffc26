package io.pinisi.portal.tenants;

import io.pinisi.portal.status.Status;
import java.util.List;

/**
 * A tenant in a list.
 *
 * @param displayName as people call it; its name where it has no other
 * @param clusters that it may use at present
 */
public record Tenant(
        String name,
        String displayName,
        Status status,
        int projects,
        int members,
        List<String> clusters) {
    public Tenant {
        clusters = List.copyOf(clusters);
    }
}
