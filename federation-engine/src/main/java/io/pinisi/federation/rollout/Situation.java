package io.pinisi.federation.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the next step of a rollout depends on.
 *
 * @param before how far it is; null where there is no rollout yet
 * @param target the revision of the object as it is on the hub
 * @param authors who made it that, since a change was last in all clusters
 * @param clusters those that the object is decided to be in
 */
record Situation(
        Strategy strategy,
        @Nullable Progress before,
        String target,
        Set<String> authors,
        Control control,
        List<Sight> clusters,
        Instant now) {
    Situation {
        authors = Set.copyOf(authors);
        clusters = List.copyOf(clusters);
    }

    Optional<Sight> sight(String cluster) {
        return clusters.stream().filter(one -> one.name().equals(cluster)).findFirst();
    }
}
