package io.pinisi.cluster.controllers.autoscaling;

import io.pinisi.cluster.controllers.autoscaling.Usages.Reading;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the metrics API what the pods of one target use. */
record UsageReader(Population population) {

    /**
     * @param selector of the target's pods
     */
    Usages read(String namespace, String selector, MetricSource.Resource metric) {
        List<ObjectNode> pods;
        try {
            pods = population.usage(namespace, selector);
        } catch (ApiException e) {
            return new Usages.Unknown(
                    "unable to fetch metrics from resource metrics API: " + e.getMessage());
        }
        return pods.isEmpty()
                ? new Usages.Unknown("no metrics returned from resource metrics API")
                : usages(pods, metric);
    }

    /** A pod whose containers do not all tell of the resource counts as not measured. */
    static Usages usages(List<ObjectNode> pods, MetricSource.Resource metric) {
        Map<String, Reading> readings = new HashMap<>();
        for (ObjectNode pod : pods) {
            Metadata metadata = Metadata.of(pod);
            if (metric.container() != null && !has(pod, metric.container())) {
                return new Usages.Unknown(
                        "container %s not present in metrics for pod %s/%s"
                                .formatted(
                                        metric.container(), metadata.namespace(), metadata.name()));
            }
            OptionalLong used = used(pod, metric);
            if (used.isPresent()) {
                readings.put(
                        metadata.name(),
                        new Reading(
                                used.getAsLong(),
                                Instant.parse(pod.path("timestamp").asString("")),
                                Duration.parse("PT" + pod.path("window").asString("0s"))));
            }
        }
        return new Usages.Known(readings);
    }

    private static boolean has(ObjectNode pod, String container) {
        return pod.path("containers")
                .valueStream()
                .anyMatch(one -> one.path("name").asString("").equals(container));
    }

    private static OptionalLong used(ObjectNode pod, MetricSource.Resource metric) {
        long sum = 0;
        for (JsonNode container : pod.path("containers")) {
            String name = container.path("name").asString("");
            if (metric.container() != null && !metric.container().equals(name)) {
                continue;
            }
            String amount = Json.text(container, "usage", metric.resource());
            if (amount == null) {
                return OptionalLong.empty();
            }
            sum += Quantity.parse(amount).asMilli();
        }
        return OptionalLong.of(sum);
    }
}
