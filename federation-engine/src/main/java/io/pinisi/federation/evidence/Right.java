package io.pinisi.federation.evidence;

import java.util.List;
import java.util.Optional;

/**
 * What a person, a group or a service account may do, and by what.
 *
 * @param kind {@code User}, {@code Group} or {@code ServiceAccount}
 * @param role as in {@code ClusterRole/view} or, of a tenant, {@code owner}
 * @param by the object that gives it, as in {@code tenants acme}
 * @param tenant empty where it is no tenant's
 * @param namespaces in which it counts; empty means everywhere on the hub
 * @param clusters that it reaches
 * @param allows in words, one for each rule
 * @param lastUse the newest act of the one who has it
 */
public record Right(
        String kind,
        String subject,
        String role,
        String by,
        String tenant,
        List<String> namespaces,
        List<String> clusters,
        List<String> allows,
        Optional<LastUse.Act> lastUse) {
    public Right {
        namespaces = List.copyOf(namespaces);
        clusters = List.copyOf(clusters);
        allows = List.copyOf(allows);
    }

    Right usedLast(Optional<LastUse.Act> act) {
        return new Right(kind, subject, role, by, tenant, namespaces, clusters, allows, act);
    }
}
