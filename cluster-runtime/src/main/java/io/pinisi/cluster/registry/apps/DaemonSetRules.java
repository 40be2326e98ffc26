package io.pinisi.cluster.registry.apps;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.registry.core.pod.PodSpecRules;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class DaemonSetRules implements ResourceStrategy {
    /** Counts the templates; older clients read it, so the original still writes it. */
    static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

    @Override
    public void prepare(Transition transition) {
        ObjectNode next = transition.next();
        ObjectNode old = transition.old();
        if (old == null) {
            ObjectNode status = next.putObject("status");
            for (String field :
                    List.of(
                            "currentNumberScheduled",
                            "numberMisscheduled",
                            "desiredNumberScheduled",
                            "numberReady")) {
                status.put(field, 0);
            }
        }
        long generation = old == null ? 0 : templateGeneration(old);
        boolean another = old == null || Workloads.templateChanged(transition);
        next.withObject("metadata")
                .withObject("annotations")
                .put(TEMPLATE_GENERATION, Long.toString(another ? generation + 1 : generation));
    }

    private static long templateGeneration(ObjectNode set) {
        String text = Metadata.of(set).annotation(TEMPLATE_GENERATION);
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        Workloads.checkSelector(spec, "daemonset", faults);
        PodSpecRules.checkTemplate(spec.path("template"), "spec.template", faults);
        Workloads.checkRunsForEver(spec.path("template"), "DaemonSet", faults);
        FieldRules.notNegative(spec, "spec", faults, "minReadySeconds", "revisionHistoryLimit");
        checkUpdates(spec.path("updateStrategy"), faults);
        Workloads.checkSelectorKept(transition, faults);
    }

    private static void checkUpdates(JsonNode strategy, Faults faults) {
        String type = strategy.path("type").asString("");
        switch (type) {
            case "OnDelete" -> {}
            case "RollingUpdate" -> checkRolling(strategy.path("rollingUpdate"), faults);
            default ->
                    faults.notSupported(
                            "spec.updateStrategy", type, List.of("RollingUpdate", "OnDelete"));
        }
    }

    private static void checkRolling(JsonNode rolling, Faults faults) {
        String path = "spec.updateStrategy.rollingUpdate";
        if (rolling.isMissingNode()) {
            faults.required(path, "");
            return;
        }
        JsonNode unavailable = rolling.path("maxUnavailable");
        JsonNode surge = rolling.path("maxSurge");
        FieldRules.amount(unavailable, path + ".maxUnavailable", faults);
        FieldRules.amount(surge, path + ".maxSurge", faults);
        FieldRules.atMostAll(unavailable, path + ".maxUnavailable", faults);
        FieldRules.atMostAll(surge, path + ".maxSurge", faults);
        boolean down = !FieldRules.isZero(unavailable);
        boolean up = !FieldRules.isZero(surge);
        if (down && up) {
            faults.invalid(
                    path + ".maxSurge", surge, "may not be set when maxUnavailable is non-zero");
        } else if (!down && !up) {
            faults.required(path + ".maxUnavailable", "cannot be 0 when maxSurge is 0");
        }
    }
}
