package io.pinisi.cluster.controllers.autoscaling;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the controller asks about an autoscaler. */
record AutoscalerView(ObjectNode tree) {
    private static final int USUAL_UTILIZATION = 80;

    Metadata metadata() {
        return Metadata.of(tree);
    }

    JsonNode status() {
        return tree.path("status");
    }

    int least() {
        return tree.path("spec").path("minReplicas").asInt(1);
    }

    int most() {
        return tree.path("spec").path("maxReplicas").asInt(0);
    }

    GroupVersionKind targetKind() {
        JsonNode target = target();
        return GroupVersionKind.of(
                target.path("apiVersion").asString(""), target.path("kind").asString(""));
    }

    String targetName() {
        return target().path("name").asString("");
    }

    private JsonNode target() {
        return tree.path("spec").path("scaleTargetRef");
    }

    /** Where none is named, CPU at four fifths of what was requested. */
    List<MetricSource> metrics() {
        JsonNode metrics = tree.path("spec").path("metrics");
        if (metrics.isEmpty()) {
            return List.of(MetricSource.Resource.utilization("cpu", USUAL_UTILIZATION));
        }
        String namespace = String.valueOf(metadata().namespace());
        return metrics.valueStream().map(metric -> MetricSource.of(metric, namespace)).toList();
    }

    /** Empty where the autoscaler leaves it to the usual rules. */
    Optional<JsonNode> behavior() {
        return Optional.ofNullable(Json.at(tree, "spec", "behavior"));
    }
}
