package io.pinisi.cluster.registry.apps;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.MetadataRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pod spec of the template is left unchecked, as in the original: its volumes may name claims
 * that only come with the pods.
 */
final class StatefulSetRules implements ResourceStrategy {
    private static final List<String> MUTABLE =
            List.of(
                    "replicas",
                    "template",
                    "updateStrategy",
                    "minReadySeconds",
                    "ordinals",
                    "persistentVolumeClaimRetentionPolicy");

    @Override
    public void prepare(Transition transition) {
        if (transition.isCreation()) {
            transition.next().putObject("status").put("replicas", 0).put("availableReplicas", 0);
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        checkChoices(spec, faults);
        FieldRules.notNegative(spec, "spec", faults, "replicas", "minReadySeconds");
        FieldRules.notNegative(spec.path("ordinals"), "spec.ordinals", faults, "start");
        Workloads.checkSelector(spec, "statefulset", faults);
        checkTemplate(spec.path("template"), faults);
        Workloads.checkRunsForEver(spec.path("template"), "StatefulSet", faults);
        ObjectNode old = transition.old();
        if (old != null) {
            checkKept(old.path("spec"), spec, faults);
        }
    }

    private static void checkChoices(JsonNode spec, Faults faults) {
        JsonNode management = spec.path("podManagementPolicy");
        switch (management.asString("")) {
            case "" -> faults.required("spec.podManagementPolicy", "");
            case "OrderedReady", "Parallel" -> {}
            default ->
                    faults.invalid(
                            "spec.podManagementPolicy",
                            management,
                            "must be 'OrderedReady' or 'Parallel'");
        }
        checkUpdates(spec.path("updateStrategy"), faults);
        JsonNode retention = spec.path("persistentVolumeClaimRetentionPolicy");
        for (String field : List.of("whenDeleted", "whenScaled")) {
            String value = retention.path(field).asString("Retain");
            if (!value.equals("Retain") && !value.equals("Delete")) {
                faults.notSupported(
                        "spec.persistentVolumeClaimRetentionPolicy." + field,
                        value,
                        List.of("Retain", "Delete"));
            }
        }
    }

    private static void checkUpdates(JsonNode strategy, Faults faults) {
        JsonNode rolling = strategy.path("rollingUpdate");
        String path = "spec.updateStrategy";
        switch (strategy.path("type").asString("")) {
            case "" -> faults.required(path, "");
            case "OnDelete" -> {
                if (!rolling.isMissingNode()) {
                    faults.invalid(
                            path + ".rollingUpdate",
                            BooleanNode.TRUE,
                            "only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" ->
                    FieldRules.notNegative(rolling, path + ".rollingUpdate", faults, "partition");
            default -> faults.invalid(path, strategy, "must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    private static void checkTemplate(JsonNode template, Faults faults) {
        JsonNode labels = template.path("metadata").get("labels");
        MetadataRules.checkLabels(labels, "spec.template.labels", faults);
        MetadataRules.checkAnnotations(
                Metadata.of(template).annotations(), "spec.template.annotations", faults);
    }

    private static void checkKept(JsonNode old, JsonNode spec, Faults faults) {
        if (!fixed(old).equals(fixed(spec))) {
            faults.forbidden(
                    "spec",
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals',"
                            + " 'template', 'updateStrategy',"
                            + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are"
                            + " forbidden");
        }
    }

    private static JsonNode fixed(JsonNode spec) {
        return spec.deepCopy() instanceof ObjectNode copy ? copy.remove(MUTABLE) : spec;
    }
}
