package io.pinisi.cluster.registry.apps;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.registry.core.pod.PodSpecRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the kinds that make pods from a template have in common. */
public final class Workloads {
    private Workloads() {}

    /** Replicas, selector, template, and that the first two fit the third. */
    public static void check(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode spec = next.path("spec");
        checkNotNegative(spec, "replicas", faults);
        checkNotNegative(spec, "minReadySeconds", faults);
        checkNotNegative(spec, "revisionHistoryLimit", faults);
        checkSelector(spec, faults);
        PodSpecRules.checkTemplate(spec.path("template"), "spec.template", faults);
        String restart = spec.path("template").path("spec").path("restartPolicy").asString("");
        if (!restart.equals("Always")) {
            faults.notSupported("spec.template.spec.restartPolicy", restart, List.of("Always"));
        }
        if (spec.path("template").path("spec").has("activeDeadlineSeconds")) {
            faults.forbidden(
                    "spec.template.spec.activeDeadlineSeconds",
                    "activeDeadlineSeconds in ReplicaSet is not Supported");
        }
        ObjectNode old = transition.old();
        if (old != null
                && !Objects.equals(old.path("spec").get("selector"), spec.get("selector"))) {
            faults.invalid("spec.selector", spec.path("selector"), "field is immutable");
        }
    }

    static void checkNotNegative(JsonNode spec, String field, Faults faults) {
        if (spec.path(field).asLong(0) < 0) {
            faults.invalid("spec." + field, spec.path(field), "must be greater than or equal to 0");
        }
    }

    private static void checkSelector(JsonNode spec, Faults faults) {
        JsonNode selector = spec.get("selector");
        if (selector == null) {
            faults.required("spec.selector", "");
            return;
        }
        if (selector.path("matchLabels").isEmpty() && selector.path("matchExpressions").isEmpty()) {
            faults.invalid("spec.selector", selector, "empty selector is invalid for deployment");
            return;
        }
        Map<String, String> labels = Metadata.of(spec.path("template")).labels();
        try {
            if (!LabelSelector.of(selector).matches(labels)) {
                faults.invalid(
                        "spec.template.metadata.labels",
                        spec.path("template").path("metadata").path("labels"),
                        "`selector` does not match template `labels`");
            }
        } catch (ApiException e) {
            faults.invalid("spec.selector", selector, String.valueOf(e.getMessage()));
        }
    }

    /** The columns that show what runs: containers, images, selector; with {@code -o wide}. */
    public static Columns wideColumns(Columns columns) {
        return columns.wide()
                .text("Containers", object -> joined(object, "name"))
                .text("Images", object -> joined(object, "image"))
                .text("Selector", Workloads::selector);
    }

    private static String joined(ObjectNode object, String field) {
        return object.path("spec")
                .path("template")
                .path("spec")
                .path("containers")
                .valueStream()
                .map(container -> container.path(field).asString(""))
                .collect(Collectors.joining(","));
    }

    private static String selector(ObjectNode object) {
        JsonNode selector = Json.at(object, "spec", "selector");
        if (selector == null) {
            return Columns.NONE;
        }
        String text = LabelSelector.of(selector).toString();
        return text.isEmpty() ? Columns.NONE : text;
    }
}
