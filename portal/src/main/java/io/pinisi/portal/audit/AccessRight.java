package io.pinisi.portal.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do, and by what.
 *
 * @param by the object that gives it
 * @param tenant empty where it is no tenant's
 * @param namespaces empty means everywhere on the hub, or no project of the tenant
 * @param lastUse of whoever has it; null where there is none
 * @param lastDeed in words
 */
public record AccessRight(
        String kind,
        String subject,
        String role,
        String by,
        String tenant,
        List<String> namespaces,
        List<String> clusters,
        List<String> allows,
        @Nullable Instant lastUse,
        String lastDeed) {
    public AccessRight {
        namespaces = List.copyOf(namespaces);
        clusters = List.copyOf(clusters);
        allows = List.copyOf(allows);
    }
}
