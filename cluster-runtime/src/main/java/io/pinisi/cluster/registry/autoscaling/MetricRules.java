package io.pinisi.cluster.registry.autoscaling;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.registry.Faults;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The rules of one metric of an autoscaler. */
final class MetricRules {
    /** The field that holds a source, by type. */
    private static final Map<String, String> FIELDS =
            new TreeMap<>(
                    Map.of(
                            "ContainerResource", "containerResource",
                            "External", "external",
                            "Object", "object",
                            "Pods", "pods",
                            "Resource", "resource"));

    private MetricRules() {}

    static void check(JsonNode metric, String path, Faults faults) {
        String type = metric.path("type").asString("");
        if (type.isEmpty()) {
            faults.required(path + ".type", "must specify a metric source type");
        }
        String field = FIELDS.get(type);
        if (field == null) {
            faults.notSupported(path + ".type", type, FIELDS.keySet());
            return;
        }
        JsonNode source = metric.get(field);
        if (source == null) {
            faults.required(
                    path + "." + field, "must populate information for the given metric source");
        } else {
            checkSource(field, source, path + "." + field, faults);
        }
        for (String other : FIELDS.values()) {
            if (!other.equals(field) && metric.has(other)) {
                faults.forbidden(path + "." + other, "must populate the given metric source only");
            }
        }
    }

    private static void checkSource(String field, JsonNode source, String path, Faults faults) {
        switch (field) {
            case "object" -> {
                AutoscalerRules.checkReference(
                        source.path("describedObject"), path + ".describedObject", faults);
                checkMetric(source.path("metric"), path + ".metric", faults);
            }
            case "external", "pods" -> checkMetric(source.path("metric"), path + ".metric", faults);
            default -> checkResource(field, source, path, faults);
        }
        checkTarget(source.path("target"), path + ".target", faults);
        checkAmounts(field, source.path("target"), path + ".target", faults);
    }

    private static void checkMetric(JsonNode metric, String path, Faults faults) {
        String name = metric.path("name").asString("");
        if (name.isEmpty()) {
            faults.required(path + ".name", "must specify a metric name");
            return;
        }
        NameRule.PATH_SEGMENT
                .faults(name)
                .forEach(fault -> faults.invalid(path + ".name", name, fault));
    }

    private static void checkResource(String field, JsonNode source, String path, Faults faults) {
        if (source.path("name").asString("").isEmpty()) {
            faults.required(path + ".name", "must specify a resource name");
        }
        if (!field.equals("containerResource")) {
            return;
        }
        String container = source.path("container").asString("");
        if (container.isEmpty()) {
            faults.required(path + ".container", "must specify a container");
        } else {
            NameRule.DNS_LABEL
                    .faults(container)
                    .forEach(fault -> faults.invalid(path + ".container", container, fault));
        }
    }

    private static void checkTarget(JsonNode target, String path, Faults faults) {
        String type = target.path("type").asString("");
        if (type.isEmpty()) {
            faults.required(path + ".type", "must specify a metric target type");
        }
        if (!List.of("Utilization", "Value", "AverageValue").contains(type)) {
            faults.invalid(
                    path + ".type", type, "must be either Utilization, Value, or AverageValue");
        }
        for (String amount : List.of("value", "averageValue")) {
            if (target.has(amount) && !isPositive(target.path(amount))) {
                faults.invalid(path + "." + amount, target.path(amount), "must be positive");
            }
        }
        JsonNode share = target.get("averageUtilization");
        if (share != null && share.asLong(0) < 1) {
            faults.invalid(path + ".averageUtilization", share, "must be greater than 0");
        }
    }

    /** What is no quantity at all is the schema's to refuse. */
    private static boolean isPositive(JsonNode amount) {
        try {
            return Quantity.parse(amount.asString("")).value().signum() > 0;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static void checkAmounts(String field, JsonNode target, String path, Faults faults) {
        boolean value = target.has("value");
        boolean average = target.has("averageValue");
        boolean share = target.has("averageUtilization");
        switch (field) {
            case "pods" -> {
                if (!average) {
                    faults.required(
                            path + ".averageValue", "must specify a positive target averageValue");
                }
            }
            case "object" -> {
                if (!value && !average) {
                    faults.required(
                            path + ".averageValue",
                            "must set either a target value or averageValue");
                }
            }
            case "external" -> checkExternal(value, average, path, faults);
            default -> {
                if (!share && !average) {
                    faults.required(
                            path + ".averageUtilization",
                            "must set either a target raw value or a target utilization");
                }
                if (share && average) {
                    faults.forbidden(
                            path + ".averageValue",
                            "may not set both a target raw value and a target utilization");
                }
            }
        }
    }

    private static void checkExternal(boolean value, boolean average, String path, Faults faults) {
        if (!value && !average) {
            faults.required(
                    path + ".averageValue",
                    "must set either a target value for metric or a per-pod target");
        }
        if (value && average) {
            faults.forbidden(
                    path + ".value",
                    "may not set both a target value for metric and a per-pod target");
        }
    }
}
