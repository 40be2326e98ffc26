package io.pinisi.portal.approvals;

import java.time.Duration;
import java.util.Set;

/**
 * Access to running pods that somebody asks for.
 *
 * @param pods nothing means all pods of the namespaces
 */
public record AccessWish(
        String policy,
        Set<String> to,
        Set<String> clusters,
        Set<String> namespaces,
        Set<String> pods,
        Duration time,
        String reason,
        String ticket) {
    public AccessWish {
        to = Set.copyOf(to);
        clusters = Set.copyOf(clusters);
        namespaces = Set.copyOf(namespaces);
        pods = Set.copyOf(pods);
    }
}
