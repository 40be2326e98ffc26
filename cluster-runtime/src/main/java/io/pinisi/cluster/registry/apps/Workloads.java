package io.pinisi.cluster.registry.apps;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.SelectorRules;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.registry.core.pod.PodSpecRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the kinds that make pods from a template have in common. */
public final class Workloads {
    private Workloads() {}

    /** The rules of a Deployment and of a ReplicaSet; the original has one sentence for both. */
    static void check(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        FieldRules.notNegative(
                spec, "spec", faults, "replicas", "minReadySeconds", "revisionHistoryLimit");
        checkSelector(spec, "deployment", faults);
        PodSpecRules.checkTemplate(spec.path("template"), "spec.template", faults);
        checkRunsForEver(spec.path("template"), "ReplicaSet", faults);
        checkSelectorKept(transition, faults);
    }

    /** The selector is there, selects something, and selects what the template makes. */
    static void checkSelector(JsonNode spec, String kind, Faults faults) {
        JsonNode selector = spec.get("selector");
        if (selector == null) {
            faults.required("spec.selector", "");
            return;
        }
        SelectorRules.check(selector, "spec.selector", faults);
        if (SelectorRules.isEmpty(selector)) {
            faults.invalid("spec.selector", selector, "empty selector is invalid for " + kind);
            return;
        }
        checkMatch(selector, spec.path("template"), faults);
    }

    /** The selector selects what the template makes; one that is wrong is told of elsewhere. */
    public static void checkMatch(JsonNode selector, JsonNode template, Faults faults) {
        try {
            checkMatch(LabelSelector.of(selector), template, faults);
        } catch (ApiException e) {
            if (faults.isEmpty()) {
                faults.invalid("spec.selector", selector, String.valueOf(e.getMessage()));
            }
        }
    }

    public static void checkMatch(LabelSelector selector, JsonNode template, Faults faults) {
        Map<String, String> labels = Metadata.of(template).labels();
        if (!selector.matches(labels)) {
            faults.invalid(
                    "spec.template.metadata.labels",
                    template.path("metadata").path("labels"),
                    "`selector` does not match template `labels`");
        }
    }

    /** Pods that are replaced for ever neither end by themselves nor by a deadline. */
    public static void checkRunsForEver(JsonNode template, String kind, Faults faults) {
        String restart = template.path("spec").path("restartPolicy").asString("");
        if (!restart.equals("Always")) {
            faults.notSupported("spec.template.spec.restartPolicy", restart, List.of("Always"));
        }
        if (template.path("spec").has("activeDeadlineSeconds")) {
            faults.forbidden(
                    "spec.template.spec.activeDeadlineSeconds",
                    "activeDeadlineSeconds in " + kind + " is not Supported");
        }
    }

    static void checkSelectorKept(Transition transition, Faults faults) {
        ObjectNode old = transition.old();
        if (old != null) {
            JsonNode spec = transition.next().path("spec");
            FieldRules.unchanged(old.path("spec"), spec, "spec", faults, "selector");
        }
    }

    static boolean templateChanged(Transition transition) {
        ObjectNode old = transition.old();
        return old != null
                && !Objects.equals(
                        Json.at(old, "spec", "template"),
                        Json.at(transition.next(), "spec", "template"));
    }

    /** The columns that show what runs: containers, images, selector; with {@code -o wide}. */
    public static Columns wideColumns(Columns columns) {
        return containers(columns.wide(), object -> object.path("spec").path("template"))
                .text("Selector", object -> selector(Json.at(object, "spec", "selector")));
    }

    /** The containers and images of a template. */
    public static Columns containers(Columns columns, Function<ObjectNode, JsonNode> template) {
        return columns.text("Containers", object -> joined(template.apply(object), "name"))
                .text("Images", object -> joined(template.apply(object), "image"));
    }

    private static String joined(JsonNode template, String field) {
        return template.path("spec")
                .path("containers")
                .valueStream()
                .map(container -> container.path(field).asString(""))
                .collect(Collectors.joining(","));
    }

    /** A label selector as a cell. */
    public static String selector(@Nullable JsonNode selector) {
        String text = selector == null ? "" : LabelSelector.of(selector).toString();
        return text.isEmpty() ? Columns.NONE : text;
    }
}
