package io.pinisi.federation.deschedule;

import io.pinisi.federation.placement.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Since when pods find no node. Written by one thread, read by any. */
final class Strandings {
    private final Duration patience;
    private volatile Map<Pod, Instant> since = Map.of();

    /** One pod, by its uid. */
    private record Pod(Template template, String cluster, String uid) {
        static Pod of(Sighting seen) {
            return new Pod(seen.template(), seen.cluster(), seen.pod());
        }
    }

    /** Pods of one object in one cluster. */
    private record Place(Template template, String cluster) {
        static Place of(Sighting seen) {
            return new Place(seen.template(), seen.cluster());
        }
    }

    Strandings(Duration patience) {
        this.patience = patience;
    }

    /**
     * How many replicas of each object have found no node for too long, by cluster.
     *
     * @param seen pods that find none now; all others are forgotten
     */
    Map<Template, Map<String, Integer>> due(List<Sighting> seen, Instant now) {
        Map<Pod, Instant> before = since;
        Map<Pod, Instant> known = new HashMap<>();
        Map<Template, Map<String, Integer>> due = new HashMap<>();
        for (Sighting one : seen) {
            Pod pod = Pod.of(one);
            Instant from = before.getOrDefault(pod, now);
            known.put(pod, from);
            if (!now.isBefore(from.plus(patience))) {
                due.computeIfAbsent(one.template(), any -> new TreeMap<>())
                        .merge(one.cluster(), 1, Integer::sum);
            }
        }
        since = Map.copyOf(known);
        return due;
    }

    /** Who waits, and until when; the next to be placed elsewhere first. */
    List<Waiting> waiting(List<Sighting> seen, Instant now) {
        Map<Pod, Instant> known = since;
        List<Waiting> waiting = new ArrayList<>();
        seen.stream()
                .collect(Collectors.groupingBy(Place::of))
                .forEach(
                        (place, pods) -> {
                            Instant from =
                                    pods.stream()
                                            .map(pod -> known.getOrDefault(Pod.of(pod), now))
                                            .min(Comparator.naturalOrder())
                                            .orElse(now);
                            waiting.add(
                                    new Waiting(
                                            place.template(),
                                            place.cluster(),
                                            pods.size(),
                                            from,
                                            from.plus(patience),
                                            pods.getFirst().why()));
                        });
        waiting.sort(
                Comparator.comparing(Waiting::due)
                        .thenComparing(one -> one.template().toString())
                        .thenComparing(Waiting::cluster));
        return waiting;
    }
}
