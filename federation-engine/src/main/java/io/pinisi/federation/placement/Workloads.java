package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import java.util.OptionalInt;
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
            case "batch/v1 CronJob" ->
                    Json.at(object, "spec", "jobTemplate", "spec", "template", "spec");
            default -> null;
        };
    }

    private static @Nullable String replicasField(JsonNode object) {
        return switch (kind(object)) {
            case "apps/v1 Deployment", "apps/v1 StatefulSet", "apps/v1 ReplicaSet" -> "replicas";
            case "batch/v1 Job" -> "parallelism";
            default -> null;
        };
    }

    static String kind(JsonNode object) {
        return object.path("apiVersion").asString("") + " " + object.path("kind").asString("");
    }
}
