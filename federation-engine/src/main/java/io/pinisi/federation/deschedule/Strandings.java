package io.pinisi.federation.deschedule;

import io.pinisi.federation.placement.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Since when pods find no node. Confined to its caller. */
final class Strandings {
    private final Duration patience;
    private final Map<Place, Instant> since = new HashMap<>();

    /** One pod, by its uid. */
    private record Place(Template template, String cluster, String pod) {}

    Strandings(Duration patience) {
        this.patience = patience;
    }

    /**
     * How many replicas of each object have found no node for too long, by cluster.
     *
     * @param seen uids of pods that find none now; all others are forgotten
     */
    Map<Template, Map<String, Integer>> due(
            Map<Template, Map<String, Set<String>>> seen, Instant now) {
        Map<Place, Instant> known = new HashMap<>();
        Map<Template, Map<String, Integer>> due = new HashMap<>();
        seen.forEach(
                (template, clusters) ->
                        clusters.forEach(
                                (cluster, pods) -> {
                                    for (String pod : pods) {
                                        Place place = new Place(template, cluster, pod);
                                        Instant from = since.getOrDefault(place, now);
                                        known.put(place, from);
                                        if (!now.isBefore(from.plus(patience))) {
                                            due.computeIfAbsent(template, one -> new TreeMap<>())
                                                    .merge(cluster, 1, Integer::sum);
                                        }
                                    }
                                }));
        since.clear();
        since.putAll(known);
        return due;
    }
}
