package io.pinisi.cluster.registry.core.replicationcontroller;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.registry.apps.Workloads;
import io.pinisi.cluster.registry.core.pod.PodSpecRules;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code v1 ReplicationController}. */
public final class ReplicationControllerKind {
    private ReplicationControllerKind() {}

    public static Kind define(KindContext context) {
        return context.kind("", "v1", "ReplicationController", "replicationcontrollers")
                .shortNames("rc")
                .inAll()
                .strategy(new Rules())
                .status()
                .scale(controller -> selector(controller).toString())
                .with(Kind.Trait.GENERATION)
                .selectable("status.replicas")
                .columns(columns(context.columns()))
                .build();
    }

    private static Columns columns(Columns columns) {
        Columns narrow =
                columns.name()
                        .number("Desired", "spec", "replicas")
                        .number("Current", "status", "replicas")
                        .number("Ready", "status", "readyReplicas")
                        .age();
        return Workloads.containers(narrow.wide(), object -> object.path("spec").path("template"))
                .text("Selector", object -> Columns.labels(Json.at(object, "spec", "selector")));
    }

    /** The selector is a plain map of labels. */
    private static LabelSelector selector(JsonNode controller) {
        Map<String, String> labels = new LinkedHashMap<>();
        controller
                .path("spec")
                .path("selector")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return LabelSelector.exactly(labels);
    }

    private static final class Rules implements ResourceStrategy {
        @Override
        public void prepare(Transition transition) {
            if (transition.isCreation()) {
                transition.next().putObject("status").put("replicas", 0);
            }
        }

        @Override
        public void validate(Transition transition, Faults faults) {
            ObjectNode next = transition.next();
            JsonNode spec = next.path("spec");
            FieldRules.notNegative(spec, "spec", faults, "minReadySeconds", "replicas");
            if (spec.path("selector").isEmpty()) {
                faults.required("spec.selector", "");
            }
            JsonNode template = spec.get("template");
            if (template == null) {
                faults.required("spec.template", "");
                return;
            }
            Workloads.checkMatch(selector(next), template, faults);
            PodSpecRules.checkTemplate(template, "spec.template", faults);
            Workloads.checkRunsForEver(template, "ReplicationController", faults);
        }
    }
}
