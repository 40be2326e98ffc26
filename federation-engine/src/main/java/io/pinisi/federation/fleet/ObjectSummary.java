package io.pinisi.federation.fleet;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.health.Health;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Template;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An object of the hub and its copies.
 *
 * @param replicas what the template asks for
 * @param copies by cluster
 * @param verdicts why each cluster was chosen or not; empty while nothing was decided
 * @param policy the policy that placed it; empty where none did
 */
public record ObjectSummary(
        Template template,
        boolean workload,
        OptionalInt replicas,
        List<String> images,
        Health health,
        List<Copy> copies,
        List<Decision.Verdict> verdicts,
        Optional<ObjectKey> policy) {
    public ObjectSummary {
        images = List.copyOf(images);
        copies = List.copyOf(copies);
        verdicts = List.copyOf(verdicts);
    }

    /**
     * One copy.
     *
     * @param message what is in the way, or empty
     */
    public record Copy(
            String cluster,
            OptionalInt replicas,
            int ready,
            int updated,
            Health health,
            boolean applied,
            String message) {}
}
