package io.pinisi.federation.health;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.federation.known.KnownKinds;
import tools.jackson.databind.JsonNode;

/** The rules of the native kinds, and of those of other projects that are known. */
public final class HealthRules {
    private HealthRules() {}

    public static Health of(JsonNode object) {
        JsonNode spec = object.path("spec");
        JsonNode status = object.path("status");
        return switch (object.path("apiVersion").asString("")
                + " "
                + object.path("kind").asString("")) {
            case "apps/v1 Deployment" -> deployment(object, spec, status);
            case "apps/v1 StatefulSet" ->
                    counted(object, spec.path("replicas").asInt(1), status, "updatedReplicas");
            case "apps/v1 ReplicaSet" ->
                    counted(object, spec.path("replicas").asInt(1), status, "availableReplicas");
            case "apps/v1 DaemonSet" -> daemonSet(object, status);
            case "v1 ReplicationController" ->
                    counted(object, spec.path("replicas").asInt(1), status, "availableReplicas");
            case "batch/v1 Job" -> job(status);
            case "batch/v1 CronJob", "v1 ConfigMap", "v1 Secret", "v1 ServiceAccount" ->
                    Health.HEALTHY; // nothing about them can go wrong by itself
            case "policy/v1 PodDisruptionBudget" -> budget(object, status);
            case "autoscaling/v2 HorizontalPodAutoscaler" -> autoscaler(status);
            case "v1 PersistentVolume" -> volume(status);
            case "apiregistration.k8s.io/v1 APIService" ->
                    is(Conditions.isTrue(status, "Available"));
            case "v1 Pod" -> pod(status);
            case "v1 PersistentVolumeClaim" -> claim(status);
            case "v1 Service" -> service(spec, status);
            case "v1 Namespace" -> is(status.path("phase").asString("Active").equals("Active"));
            case "networking.k8s.io/v1 Ingress" ->
                    is(!status.path("loadBalancer").path("ingress").isEmpty());
            case "apiextensions.k8s.io/v1 CustomResourceDefinition" ->
                    is(Conditions.isTrue(status, "Established"));
            default ->
                    KnownKinds.find(object)
                            .map(known -> KnownHealth.of(known.vitals(), object))
                            .orElse(Health.NO_RULE);
        };
    }

    private static Health is(boolean healthy) {
        return healthy ? Health.HEALTHY : Health.PROGRESSING;
    }

    private static Health deployment(JsonNode object, JsonNode spec, JsonNode status) {
        if ("False".equals(Conditions.status(status, "Progressing"))
                || "True".equals(Conditions.status(status, "ReplicaFailure"))) {
            return Health.UNHEALTHY;
        }
        int wanted = spec.path("replicas").asInt(1);
        return is(
                isObserved(object, status)
                        && status.path("updatedReplicas").asInt(0) >= wanted
                        && status.path("availableReplicas").asInt(0) >= wanted
                        && status.path("replicas").asInt(0)
                                <= status.path("updatedReplicas").asInt(0));
    }

    private static Health counted(JsonNode object, int wanted, JsonNode status, String updated) {
        return is(
                isObserved(object, status)
                        && status.path(updated).asInt(0) >= wanted
                        && status.path("readyReplicas").asInt(0) >= wanted);
    }

    private static Health daemonSet(JsonNode object, JsonNode status) {
        int wanted = status.path("desiredNumberScheduled").asInt(0);
        return is(
                isObserved(object, status)
                        && status.path("updatedNumberScheduled").asInt(0) >= wanted
                        && status.path("numberAvailable").asInt(0) >= wanted);
    }

    private static Health job(JsonNode status) {
        if (Conditions.isTrue(status, "Failed")) {
            return Health.UNHEALTHY;
        }
        return is(Conditions.isTrue(status, "Complete"));
    }

    private static Health pod(JsonNode status) {
        return switch (status.path("phase").asString("")) {
            case "Succeeded" -> Health.HEALTHY;
            case "Failed" -> Health.UNHEALTHY;
            default -> is(Conditions.isTrue(status, "Ready"));
        };
    }

    private static Health claim(JsonNode status) {
        return switch (status.path("phase").asString("")) {
            case "Bound" -> Health.HEALTHY;
            case "Lost" -> Health.UNHEALTHY;
            default -> Health.PROGRESSING;
        };
    }

    private static Health volume(JsonNode status) {
        return switch (status.path("phase").asString("")) {
            case "Available", "Bound" -> Health.HEALTHY;
            case "Failed" -> Health.UNHEALTHY;
            default -> Health.PROGRESSING;
        };
    }

    private static Health budget(JsonNode object, JsonNode status) {
        return is(
                isObserved(object, status)
                        && status.path("currentHealthy").asInt(0)
                                >= status.path("desiredHealthy").asInt(0));
    }

    private static Health autoscaler(JsonNode status) {
        if ("False".equals(Conditions.status(status, "AbleToScale"))
                || "False".equals(Conditions.status(status, "ScalingActive"))) {
            return Health.UNHEALTHY;
        }
        return is(Conditions.isTrue(status, "AbleToScale"));
    }

    private static Health service(JsonNode spec, JsonNode status) {
        boolean balanced = spec.path("type").asString("").equals("LoadBalancer");
        return is(!balanced || !status.path("loadBalancer").path("ingress").isEmpty());
    }

    static boolean isObserved(JsonNode object, JsonNode status) {
        return status.path("observedGeneration").asLong(0)
                >= object.path("metadata").path("generation").asLong(0);
    }
}
