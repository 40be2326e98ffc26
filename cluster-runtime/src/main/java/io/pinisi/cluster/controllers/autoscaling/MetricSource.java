package io.pinisi.cluster.controllers.autoscaling;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One thing that an autoscaler looks at. */
sealed interface MetricSource {

    /**
     * CPU or memory of all pods.
     *
     * @param container the only one that counts, or null for all of a pod
     * @param utilization the wished percentage of what was requested, or null
     * @param milli the wished average in thousandths, where no percentage is wished
     */
    record Resource(
            String resource, @Nullable String container, @Nullable Integer utilization, long milli)
            implements MetricSource {

        static Resource utilization(String resource, int percent) {
            return new Resource(resource, null, percent, 0);
        }

        /** As messages call it. */
        String title() {
            String title = resource + (container == null ? " resource" : " container resource");
            return utilization == null ? title : title + " utilization (percentage of request)";
        }

        String type() {
            return container == null ? "Resource" : "ContainerResource";
        }
    }

    /**
     * Measured by an API that nobody serves here.
     *
     * @param reason of the condition
     * @param why nothing is known of it
     * @param wrapped the same, as the sum of all failures has it
     */
    record Unserved(String reason, String why, String wrapped) implements MetricSource {}

    static MetricSource of(JsonNode metric, String namespace) {
        String type = metric.path("type").asString("");
        return switch (type) {
            case "Resource" -> resource(metric.path("resource"), null);
            case "ContainerResource" -> {
                JsonNode source = metric.path("containerResource");
                yield resource(source, source.path("container").asString(""));
            }
            case "Pods" -> {
                String why = "unable to get metric " + name(metric.path("pods")) + ": " + CUSTOM;
                yield new Unserved(
                        "FailedGetPodsMetric", why, "failed to get pods metric value: " + why);
            }
            case "Object" -> object(metric.path("object"), namespace);
            case "External" -> external(metric.path("external"), namespace);
            default -> {
                String why = "unknown metric source type \"" + type + "\"";
                yield new Unserved("InvalidMetricSourceType", why, why);
            }
        };
    }

    /** Why metrics of pods and objects are not known. */
    String CUSTOM =
            "unable to fetch metrics from custom metrics API: no custom metrics API"
                    + " (custom.metrics.k8s.io) registered";

    /** Why metrics of the world outside are not known. */
    String EXTERNAL =
            "unable to fetch metrics from external metrics API: no external metrics API"
                    + " (external.metrics.k8s.io) registered";

    private static Resource resource(JsonNode source, @Nullable String container) {
        String name = source.path("name").asString("");
        JsonNode average = Json.at(source, "target", "averageValue");
        return average == null
                ? new Resource(
                        name,
                        container,
                        source.path("target").path("averageUtilization").asInt(0),
                        0)
                : new Resource(
                        name, container, null, Quantity.parse(average.asString("0")).asMilli());
    }

    private static Unserved object(JsonNode source, String namespace) {
        JsonNode described = source.path("describedObject");
        String why =
                "unable to get metric %s: %s on %s %s/%s"
                        .formatted(
                                name(source),
                                described.path("kind").asString(""),
                                namespace,
                                described.path("name").asString(""),
                                CUSTOM);
        return new Unserved(
                "FailedGetObjectMetric", why, "failed to get object metric value: " + why);
    }

    private static Unserved external(JsonNode source, String namespace) {
        LabelSelector selector = LabelSelector.of(Json.at(source, "metric", "selector"));
        String why =
                "unable to get external metric %s/%s/%s: %s"
                        .formatted(namespace, name(source), selector, EXTERNAL);
        return new Unserved(
                "FailedGetExternalMetric",
                why,
                "failed to get %s external metric value: %s".formatted(name(source), why));
    }

    private static String name(JsonNode source) {
        return source.path("metric").path("name").asString("");
    }
}
