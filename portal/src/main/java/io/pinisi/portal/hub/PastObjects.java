package io.pinisi.portal.hub;

import io.pinisi.portal.history.PastObject;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Says of a past state what the lists of the present say of the present one. */
final class PastObjects {
    private PastObjects() {}

    static PastObject of(JsonNode item) {
        JsonNode object = item.path("object");
        String resource = Trees.text(item, "resource");
        return new PastObject(
                HubHistory.ref(item),
                status(resource, object),
                facts(resource, object),
                Objects.requireNonNullElse(Trees.time(item, "validFrom"), Instant.EPOCH),
                Trees.text(item, "actor"));
    }

    static Status status(String resource, JsonNode object) {
        if (object.path("metadata").has("deletionTimestamp")) {
            return Status.of(Level.PROGRESSING, "Terminating");
        }
        return switch (resource) {
            case "clusters.cluster.karmada.io" -> cluster(object);
            case "deployments.apps", "statefulsets.apps" ->
                    replicas(
                            object.path("status").path("readyReplicas").asInt(0),
                            object.path("spec").path("replicas").asInt(1));
            case "daemonsets.apps" ->
                    replicas(
                            object.path("status").path("numberReady").asInt(0),
                            object.path("status").path("desiredNumberScheduled").asInt(0));
            default -> Status.of(Level.DONE, "Recorded");
        };
    }

    private static Status cluster(JsonNode object) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (Trees.text(condition, "type").equals("Ready")) {
                return Trees.text(condition, "status").equals("True")
                        ? Status.healthy("Ready")
                        : Status.of(Level.UNREACHABLE, "Not ready");
            }
        }
        return Status.of(Level.UNKNOWN, "Unknown");
    }

    private static Status replicas(int ready, int desired) {
        if (ready >= desired) {
            return Status.healthy("Healthy");
        }
        return Status.of(
                ready == 0 ? Level.FAILED : Level.DEGRADED, ready == 0 ? "Unready" : "Degraded");
    }

    private static String facts(String resource, JsonNode object) {
        return switch (resource) {
            case "clusters.cluster.karmada.io" ->
                    Trees.text(object.path("status"), "kubernetesVersion");
            case "deployments.apps", "statefulsets.apps" ->
                    object.path("status").path("readyReplicas").asInt(0)
                            + " of "
                            + object.path("spec").path("replicas").asInt(1)
                            + " · "
                            + images(object);
            case "daemonsets.apps", "jobs.batch" -> images(object);
            case "cronjobs.batch" -> Trees.text(object.path("spec"), "schedule");
            case "resourcebindings.work.karmada.io" -> clusters(object);
            default -> "";
        };
    }

    private static String images(JsonNode object) {
        List<String> images = new ArrayList<>();
        object.path("spec")
                .path("template")
                .path("spec")
                .path("containers")
                .forEach(container -> images.add(Trees.text(container, "image")));
        return String.join(", ", images);
    }

    private static String clusters(JsonNode object) {
        List<String> clusters = new ArrayList<>();
        for (JsonNode target : object.path("spec").path("clusters")) {
            int replicas = target.path("replicas").asInt(0);
            clusters.add(Trees.text(target, "name") + (replicas == 0 ? "" : " (" + replicas + ")"));
        }
        return clusters.isEmpty() ? "no cluster" : "on " + String.join(", ", clusters);
    }
}
