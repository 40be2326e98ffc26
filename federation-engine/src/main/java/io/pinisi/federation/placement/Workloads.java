package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.known.KnownKind;
import io.pinisi.federation.known.KnownKinds;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which kinds have replicas and pod templates, and where these stand. */
public final class Workloads {
    private Workloads() {}

    /** The replicas an object asks for; empty for kinds that have none to divide. */
    public static OptionalInt replicas(JsonNode object) {
        String field = replicasField(object);
        return field == null
                ? OptionalInt.empty()
                : OptionalInt.of(object.path("spec").path(field).asInt(1));
    }

    /** Sets one cluster's share; does nothing for kinds without replicas. */
    public static void setReplicas(ObjectNode object, int replicas) {
        String field = replicasField(object);
        if (field != null) {
            object.withObject("/spec").put(field, replicas);
        }
    }

    /**
     * How much of a Job's completions each cluster runs: they go with its share of the parallelism,
     * so that the clusters together complete what one would. Empty for everything else.
     *
     * @param shares of the parallelism
     */
    public static Map<String, Integer> completions(JsonNode object, Map<String, Integer> shares) {
        JsonNode completions = object.path("spec").path("completions");
        if (!kind(object).equals("batch/v1 Job") || !completions.isNumber()) {
            return Map.of();
        }
        Map<String, Long> weights = new TreeMap<>();
        shares.forEach((cluster, share) -> weights.put(cluster, (long) share));
        return Webster.divide(completions.asInt(), weights, Metadata.key(object).toString());
    }

    /** Sets one cluster's completions of a Job. */
    public static void setCompletions(ObjectNode object, int completions) {
        object.withObject("/spec").put("completions", completions);
    }

    /** Leaves the replicas to whoever scales the object in the member. */
    public static void leaveOutReplicas(ObjectNode object) {
        String field = replicasField(object);
        if (field != null) {
            object.withObject("/spec").remove(field);
        }
    }

    /** The pod template's spec (a pod's own spec for pods), or null for kinds without pods. */
    public static @Nullable JsonNode podSpec(JsonNode object) {
        return switch (kind(object)) {
            case "v1 Pod" -> Json.at(object, "spec");
            case "apps/v1 Deployment",
                    "apps/v1 StatefulSet",
                    "apps/v1 DaemonSet",
                    "apps/v1 ReplicaSet",
                    "v1 ReplicationController",
                    "batch/v1 Job" ->
                    Json.at(object, "spec", "template", "spec");
            case "v1 PodTemplate" -> Json.at(object, "template", "spec");
            case "batch/v1 CronJob" ->
                    Json.at(object, "spec", "jobTemplate", "spec", "template", "spec");
            default ->
                    KnownKinds.find(object)
                            .flatMap(known -> known.template(object))
                            .map(template -> template.get("spec"))
                            .orElse(null);
        };
    }

    /** The labels of the pods it runs; empty for kinds without pods. */
    public static JsonNode podLabels(JsonNode object) {
        return switch (kind(object)) {
            case "v1 Pod" -> object.path("metadata").path("labels");
            case "batch/v1 CronJob" -> object.at("/spec/jobTemplate/spec/template/metadata/labels");
            default -> object.at("/spec/template/metadata/labels");
        };
    }

    private static @Nullable String replicasField(JsonNode object) {
        return switch (kind(object)) {
            case "apps/v1 Deployment", "apps/v1 StatefulSet", "apps/v1 ReplicaSet" -> "replicas";
            case "batch/v1 Job" -> "parallelism";
            default -> KnownKinds.find(object).map(KnownKind::replicas).orElse(null);
        };
    }

    static String kind(JsonNode object) {
        return object.path("apiVersion").asString("") + " " + object.path("kind").asString("");
    }
}
