package io.pinisi.cluster.registry.autoscaling;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.schema.Conversion;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code autoscaling/v1}: it knows the utilization of CPU alone. Everything else stands in the
 * annotations that the original uses for it.
 */
final class VersionOne implements Conversion {
    private static final String PREFIX = "autoscaling.alpha.kubernetes.io/";
    private static final String TARGET = "targetCPUUtilizationPercentage";
    private static final String CURRENT = "currentCPUUtilizationPercentage";

    @Override
    public void fromStorage(ObjectNode object) {
        if (object.get("spec") instanceof ObjectNode spec) {
            JsonNode cpu = takeCpu(spec, "metrics", "target");
            if (cpu != null) {
                spec.set(TARGET, cpu);
            }
            keepMetrics(object, spec, "metrics", "metrics");
            keep(object, spec, "behavior", "behavior");
        }
        if (object.get("status") instanceof ObjectNode status) {
            JsonNode cpu = takeCpu(status, "currentMetrics", "current");
            if (cpu != null) {
                status.set(CURRENT, cpu);
            }
            keepMetrics(object, status, "currentMetrics", "current-metrics");
            keep(object, status, "conditions", "conditions");
        }
    }

    @Override
    public void toStorage(ObjectNode object) {
        bringBack(object, "spec", "metrics", "metrics");
        bringBack(object, "spec", "behavior", "behavior");
        bringBack(object, "status", "currentMetrics", "current-metrics");
        bringBack(object, "status", "conditions", "conditions");
        if (object.get("spec") instanceof ObjectNode spec) {
            putCpu(spec, TARGET, "metrics", "target");
        }
        if (object.get("status") instanceof ObjectNode status) {
            putCpu(status, CURRENT, "currentMetrics", "current");
        }
    }

    /** Takes the utilization of CPU out of a list of metrics. */
    private static @Nullable JsonNode takeCpu(ObjectNode part, String list, String amount) {
        if (!(part.get(list) instanceof ArrayNode metrics)) {
            return null;
        }
        for (int i = 0; i < metrics.size(); i++) {
            JsonNode resource = metrics.get(i).path("resource");
            JsonNode share = Json.at(resource, amount, "averageUtilization");
            if (share != null && resource.path("name").asString("").equals("cpu")) {
                if (amount.equals("current") && resource.path(amount).has("averageValue")) {
                    return share;
                }
                metrics.remove(i);
                return share;
            }
        }
        return null;
    }

    private static void putCpu(ObjectNode part, String field, String list, String amount) {
        JsonNode share = part.remove(field);
        if (share == null || share.isNull()) {
            return;
        }
        ArrayNode metrics = part.withArray(list);
        for (JsonNode metric : metrics) {
            if (metric.path("resource").path("name").asString("").equals("cpu")
                    && metric.path("resource").path(amount).has("averageUtilization")) {
                return;
            }
        }
        ObjectNode cpu = Json.object().put("type", "Resource");
        ObjectNode value = cpu.putObject("resource").put("name", "cpu").putObject(amount);
        if (amount.equals("target")) {
            value.put("type", "Utilization");
        }
        value.set("averageUtilization", share);
        metrics.insert(0, cpu);
    }

    private static void keepMetrics(
            ObjectNode object, ObjectNode part, String field, String annotation) {
        if (part.path(field).isEmpty()) {
            part.remove(field);
        } else {
            keep(object, part, field, annotation);
        }
    }

    private static void keep(ObjectNode object, ObjectNode part, String field, String annotation) {
        JsonNode value = part.remove(field);
        if (value != null && !value.isEmpty()) {
            object.withObject("metadata")
                    .withObject("annotations")
                    .put(PREFIX + annotation, value.toString());
        }
    }

    private static void bringBack(ObjectNode object, String part, String field, String annotation) {
        if (!(Json.at(object, "metadata", "annotations") instanceof ObjectNode annotations)) {
            return;
        }
        JsonNode text = annotations.remove(PREFIX + annotation);
        if (annotations.isEmpty()) {
            object.withObject("metadata").remove("annotations");
        }
        if (text != null && text.isString()) {
            JsonNode value = parsed(text.stringValue());
            if (value != null) {
                object.withObject(part).set(field, value);
            }
        }
    }

    /** Annotations are anybody's to write: what is no JSON says nothing. */
    private static @Nullable JsonNode parsed(String text) {
        try {
            String wrapped = "{\"value\":" + text + "}";
            return Json.parse(wrapped.getBytes(StandardCharsets.UTF_8)).get("value");
        } catch (ApiException e) {
            return null;
        }
    }
}
