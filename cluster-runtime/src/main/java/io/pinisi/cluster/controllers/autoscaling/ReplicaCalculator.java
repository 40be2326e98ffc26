package io.pinisi.cluster.controllers.autoscaling;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.autoscaling.Usages.Reading;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How many replicas bring a metric to its target. What is not known of pods never moves the number
 * further: pods without a reading count as idle where the number would grow and as busy where it
 * would shrink, and pods that are not ready as idle where it would grow.
 */
final class ReplicaCalculator {
    private static final double TOLERANCE = 0.1;
    private static final Duration CPU_SETTLES_WITHIN = Duration.ofMinutes(5);
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);

    private final MetricSource.Resource metric;
    private final List<PodView> pods;
    private final Map<String, Reading> readings;
    private final Instant now;

    private ReplicaCalculator(
            MetricSource.Resource metric,
            List<PodView> pods,
            Map<String, Reading> readings,
            Instant now) {
        this.metric = metric;
        this.pods = pods;
        this.readings = readings;
        this.now = now;
    }

    /** What became of a metric. */
    sealed interface Outcome {}

    /**
     * @param utilization the measured percentage, or null where none is wished
     * @param averageMilli of all pods that were measured
     */
    record Proposal(int replicas, @Nullable Integer utilization, long averageMilli)
            implements Outcome {}

    /** The metric says nothing, and why. */
    record Failure(String why) implements Outcome {}

    /** Thrown inside only. */
    private static final class Impossible extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Impossible(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * @param pods that the target's selector selects
     */
    static Outcome calculate(
            MetricSource.Resource metric,
            List<PodView> pods,
            Map<String, Reading> readings,
            int replicas,
            Instant now) {
        try {
            return new ReplicaCalculator(metric, pods, readings, now).proposal(replicas);
        } catch (Impossible e) {
            return new Failure(String.valueOf(e.getMessage()));
        }
    }

    private Proposal proposal(int replicas) {
        if (pods.isEmpty()) {
            throw new Impossible("no pods returned by selector while calculating replica count");
        }
        Groups groups = groups();
        Map<String, Long> requests = metric.utilization() == null ? Map.of() : requests();
        Map<String, Long> used = new HashMap<>();
        readings.forEach((pod, reading) -> used.put(pod, reading.milli()));
        used.keySet().removeAll(groups.left());
        used.keySet().removeAll(groups.unready());
        if (used.isEmpty()) {
            throw new Impossible("did not receive metrics for any ready pods");
        }
        Ratio measured = ratio(used, requests);
        return new Proposal(
                replicas(replicas, groups, used, requests, measured.ratio()),
                measured.utilization(),
                measured.average());
    }

    private int replicas(
            int replicas,
            Groups groups,
            Map<String, Long> used,
            Map<String, Long> requests,
            double ratio) {
        boolean growsPastUnready = !groups.unready().isEmpty() && ratio > 1;
        if (!growsPastUnready && groups.missing().isEmpty()) {
            return isWithinTolerance(ratio) ? replicas : (int) Math.ceil(ratio * groups.ready());
        }
        for (String pod : groups.missing()) {
            if (ratio < 1) {
                used.put(pod, busy(requests.getOrDefault(pod, 0L)));
            } else if (ratio > 1) {
                used.put(pod, 0L);
            }
        }
        if (growsPastUnready) {
            groups.unready().forEach(pod -> used.put(pod, 0L));
        }
        double careful = ratio(used, requests).ratio();
        boolean turns = (ratio < 1 && careful > 1) || (ratio > 1 && careful < 1);
        if (isWithinTolerance(careful) || turns) {
            return replicas;
        }
        int wanted = (int) Math.ceil(careful * used.size());
        boolean contrary = (careful < 1 && wanted > replicas) || (careful > 1 && wanted < replicas);
        return contrary ? replicas : wanted;
    }

    /** What a pod uses at most as far as the target is concerned. */
    private long busy(long request) {
        Integer percent = metric.utilization();
        return percent == null ? metric.milli() : request * Math.max(100, percent) / 100;
    }

    private static boolean isWithinTolerance(double ratio) {
        return Math.abs(1 - ratio) <= TOLERANCE;
    }

    private record Ratio(double ratio, @Nullable Integer utilization, long average) {}

    private Ratio ratio(Map<String, Long> used, Map<String, Long> requests) {
        Integer percent = metric.utilization();
        long sum = 0;
        long requested = 0;
        int counted = 0;
        for (Map.Entry<String, Long> entry : used.entrySet()) {
            Long request = requests.get(entry.getKey());
            if (percent == null || request != null) {
                sum += entry.getValue();
                requested += request == null ? 0 : request;
                counted++;
            }
        }
        if (percent == null) {
            long average = sum / counted;
            return new Ratio((double) average / metric.milli(), null, average);
        }
        if (requested == 0) {
            throw new Impossible("no metrics returned matched known pods");
        }
        int utilization = (int) (sum * 100 / requested);
        return new Ratio((double) utilization / percent, utilization, sum / counted);
    }

    /** Pods by what their readings are worth; {@code left} are those that no longer count. */
    private record Groups(int ready, Set<String> unready, Set<String> missing, Set<String> left) {}

    private Groups groups() {
        int ready = 0;
        Set<String> unready = new HashSet<>();
        Set<String> missing = new HashSet<>();
        Set<String> left = new HashSet<>();
        for (PodView pod : pods) {
            String name = pod.metadata().name();
            Reading reading = readings.get(name);
            if (pod.metadata().isDeleting() || pod.phase().equals("Failed")) {
                left.add(name);
            } else if (pod.phase().equals("Pending")) {
                unready.add(name);
            } else if (reading == null) {
                missing.add(name);
            } else if (metric.resource().equals("cpu") && isSettling(pod, reading)) {
                unready.add(name);
            } else {
                ready++;
            }
        }
        return new Groups(ready, unready, missing, left);
    }

    /** CPU of a pod that only just starts says nothing of the load. */
    private boolean isSettling(PodView pod, Reading reading) {
        JsonNode condition = Conditions.find(pod.status(), "Ready").orElse(null);
        String started = Json.text(pod.status(), "startTime");
        if (condition == null || started == null) {
            return true;
        }
        Instant since = Instant.parse(started);
        Instant changed = Conditions.time(condition, "lastTransitionTime");
        Instant turned = changed == null ? Instant.EPOCH : changed;
        boolean unready = condition.path("status").asString("").equals("False");
        if (since.plus(CPU_SETTLES_WITHIN).isAfter(now)) {
            return unready || reading.at().isBefore(turned.plus(reading.window()));
        }
        return unready && since.plus(READY_WITHIN).isAfter(turned);
    }

    private Map<String, Long> requests() {
        Map<String, Long> requests = new HashMap<>();
        for (PodView pod : pods) {
            long sum = 0;
            boolean counts = metric.container() == null;
            for (JsonNode container : containers(pod)) {
                String name = container.path("name").asString("");
                if (metric.container() != null && !metric.container().equals(name)) {
                    continue;
                }
                JsonNode request = Json.at(container, "resources", "requests", metric.resource());
                if (request == null) {
                    throw new Impossible(
                            "missing request for %s in container %s of Pod %s"
                                    .formatted(metric.resource(), name, pod.metadata().name()));
                }
                sum += Quantity.parse(request.asString("0")).asMilli();
                counts = true;
            }
            if (counts) {
                requests.put(pod.metadata().name(), sum);
            }
        }
        return requests;
    }

    /** Those that run beside each other, sidecars included. */
    private static List<JsonNode> containers(PodView pod) {
        List<JsonNode> containers = new ArrayList<>();
        pod.spec().path("containers").forEach(containers::add);
        for (JsonNode container : pod.spec().path("initContainers")) {
            if (container.path("restartPolicy").asString("").equals("Always")) {
                containers.add(container);
            }
        }
        return containers;
    }
}
