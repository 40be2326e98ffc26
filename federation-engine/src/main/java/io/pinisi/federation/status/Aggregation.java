package io.pinisi.federation.status;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.known.KnownKind;
import io.pinisi.federation.known.KnownKinds;
import io.pinisi.federation.propagation.ObservedObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes one template's status of the states of its copies, as its kind's own controller would. */
public final class Aggregation {
    /** The counters of each kind; they add up. */
    private static final Map<String, List<String>> COUNTERS =
            Map.of(
                    "apps/v1 Deployment",
                    List.of(
                            "replicas",
                            "updatedReplicas",
                            "readyReplicas",
                            "availableReplicas",
                            "unavailableReplicas"),
                    "apps/v1 StatefulSet",
                    List.of(
                            "replicas",
                            "readyReplicas",
                            "currentReplicas",
                            "updatedReplicas",
                            "availableReplicas"),
                    "apps/v1 ReplicaSet",
                    List.of(
                            "replicas",
                            "fullyLabeledReplicas",
                            "readyReplicas",
                            "availableReplicas"),
                    "apps/v1 DaemonSet",
                    List.of(
                            "currentNumberScheduled",
                            "numberMisscheduled",
                            "desiredNumberScheduled",
                            "numberReady",
                            "updatedNumberScheduled",
                            "numberAvailable",
                            "numberUnavailable"),
                    "v1 ReplicationController",
                    List.of(
                            "replicas",
                            "fullyLabeledReplicas",
                            "readyReplicas",
                            "availableReplicas"),
                    "batch/v1 Job",
                    List.of("active", "ready", "succeeded", "failed"),
                    "policy/v1 PodDisruptionBudget",
                    List.of(
                            "currentHealthy",
                            "desiredHealthy",
                            "expectedPods",
                            "disruptionsAllowed"),
                    "autoscaling/v2 HorizontalPodAutoscaler",
                    List.of("currentReplicas", "desiredReplicas"));

    /** Counters that are written even when 0, because the kind requires them. */
    private static final Map<String, Set<String>> REQUIRED =
            Map.of(
                    "apps/v1 StatefulSet",
                    Set.of("replicas", "availableReplicas"),
                    "apps/v1 ReplicaSet",
                    Set.of("replicas"),
                    "v1 ReplicationController",
                    Set.of("replicas"),
                    "policy/v1 PodDisruptionBudget",
                    Set.of(
                            "currentHealthy",
                            "desiredHealthy",
                            "expectedPods",
                            "disruptionsAllowed"),
                    "autoscaling/v2 HorizontalPodAutoscaler",
                    Set.of("desiredReplicas"),
                    "apps/v1 DaemonSet",
                    Set.of(
                            "currentNumberScheduled",
                            "numberMisscheduled",
                            "desiredNumberScheduled",
                            "numberReady"));

    private static final Set<String> BALANCED =
            Set.of("v1 Service", "networking.k8s.io/v1 Ingress");

    private final ObjectNode template;
    private final List<Placed> placed;
    private final Instant now;
    private final String kind;

    private Aggregation(ObjectNode template, List<Placed> placed, Instant now) {
        this.template = template;
        this.placed = placed;
        this.now = now;
        this.kind =
                template.path("apiVersion").asString("") + " " + template.path("kind").asString("");
    }

    /** The template's next status; empty for kinds whose status is none of ours. */
    public static Optional<ObjectNode> of(ObjectNode template, List<Placed> placed, Instant now) {
        return new Aggregation(template, placed, now).status();
    }

    private Optional<ObjectNode> status() {
        ObjectNode status =
                template.path("status") instanceof ObjectNode before
                        ? before.deepCopy()
                        : Json.object();
        if (BALANCED.contains(kind)) {
            balance(status);
            return Optional.of(status);
        }
        Optional<KnownKind> known = KnownKinds.find(template);
        if (known.isPresent()) {
            return known(known.get());
        }
        if (!COUNTERS.containsKey(kind)) {
            return SingleStates.of(kind, status, visible().toList());
        }
        count(status);
        if (!kind.equals("batch/v1 Job") && isObservedEverywhere()) {
            status.put("observedGeneration", Metadata.of(template).generation());
        }
        switch (kind) {
            case "apps/v1 Deployment" -> deployment(status);
            case "batch/v1 Job" -> new JobOutcome(placed, now).write(status);
            default -> {}
        }
        return Optional.of(status);
    }

    private Optional<ObjectNode> known(KnownKind known) {
        Optional<ObjectNode> status =
                new KnownStates(
                                known,
                                placed.stream()
                                        .filter(copy -> copy.reachability().ready())
                                        .toList())
                        .status();
        if (known.vitals().generation()) {
            long before = template.path("status").path("observedGeneration").asLong(0);
            long seen = isObservedEverywhere() ? Metadata.of(template).generation() : before;
            status.ifPresent(one -> one.put("observedGeneration", seen));
        }
        return status;
    }

    private boolean isObservedEverywhere() {
        long generation = Metadata.of(template).generation();
        return !placed.isEmpty()
                && placed.stream()
                        .allMatch(
                                copy ->
                                        copy.reachability().ready()
                                                && copy.observed()
                                                        .filter(ObservedObject::observed)
                                                        .filter(
                                                                object ->
                                                                        object.templateGeneration()
                                                                                == generation)
                                                        .isPresent());
    }

    /** What a cluster out of sight had is not counted: nobody knows whether it still runs. */
    private void count(ObjectNode status) {
        for (String counter : COUNTERS.getOrDefault(kind, List.of())) {
            int sum =
                    visible().mapToInt(copy -> copy.path(counter).asInt(0)).sum()
                            + (counter.equals("unavailableReplicas") ? outOfSight() : 0);
            if (sum == 0 && !REQUIRED.getOrDefault(kind, Set.of()).contains(counter)) {
                status.remove(counter);
            } else {
                status.put(counter, sum);
            }
        }
    }

    private int outOfSight() {
        return placed.stream()
                .filter(copy -> !copy.reachability().ready())
                .mapToInt(copy -> copy.share().orElse(0))
                .sum();
    }

    private java.util.stream.Stream<JsonNode> visible() {
        return placed.stream()
                .filter(copy -> copy.reachability().ready())
                .flatMap(copy -> copy.observed().stream())
                .map(ObservedObject::status);
    }

    private void deployment(ObjectNode status) {
        Conditions.set(status, available(), now);
        ObjectNode progressing = Conditions.set(status, progressing(), now);
        if (!progressing.has("lastUpdateTime")) {
            progressing.put("lastUpdateTime", Timestamps.seconds(now));
        }
    }

    private Condition available() {
        if (placed.isEmpty()) {
            return Condition.of("Available", false, "NoClusterFit", "No cluster runs this.");
        }
        String lacking =
                where(copy -> copy.reachability().ready() && !is(copy, "Available", "True"));
        if (!lacking.isEmpty()) {
            return Condition.of(
                    "Available",
                    false,
                    "MinimumReplicasUnavailable",
                    "Deployment does not have minimum availability in " + lacking + ".");
        }
        String unseen = where(copy -> !copy.reachability().ready());
        if (!unseen.isEmpty()) {
            return new Condition(
                    "Available",
                    "Unknown",
                    "ClusterNotReady",
                    "Nothing is known of " + unseen + ".");
        }
        return Condition.of(
                "Available",
                true,
                "MinimumReplicasAvailable",
                "Deployment has minimum availability.");
    }

    private Condition progressing() {
        String stuck = where(copy -> is(copy, "Progressing", "False"));
        if (!stuck.isEmpty()) {
            return Condition.of(
                    "Progressing",
                    false,
                    "ProgressDeadlineExceeded",
                    "Deployment has timed out progressing in " + stuck + ".");
        }
        boolean complete =
                !placed.isEmpty()
                        && placed.stream()
                                .allMatch(copy -> reason(copy).equals("NewReplicaSetAvailable"));
        return complete
                ? Condition.of(
                        "Progressing",
                        true,
                        "NewReplicaSetAvailable",
                        "Deployment has successfully progressed in every cluster.")
                : Condition.of(
                        "Progressing", true, "ReplicaSetUpdated", "Deployment is progressing.");
    }

    private static String reason(Placed copy) {
        return copy.observed()
                .flatMap(object -> Conditions.find(object.status(), "Progressing"))
                .map(condition -> condition.path("reason").asString(""))
                .orElse("");
    }

    private static boolean is(Placed copy, String type, String status) {
        return copy.observed()
                .map(object -> status.equals(Conditions.status(object.status(), type)))
                .orElse(false);
    }

    private String where(java.util.function.Predicate<Placed> condition) {
        return placed.stream()
                .filter(condition)
                .map(Placed::cluster)
                .collect(Collectors.joining(", "));
    }

    /** All addresses under which the copies are reached. */
    private void balance(ObjectNode status) {
        ArrayNode ingress = Json.mapper().createArrayNode();
        visible()
                .flatMap(copy -> copy.path("loadBalancer").path("ingress").valueStream())
                .distinct()
                .forEach(ingress::add);
        ObjectNode balancer = status.putObject("loadBalancer");
        if (!ingress.isEmpty()) {
            balancer.set("ingress", ingress);
        }
    }
}
