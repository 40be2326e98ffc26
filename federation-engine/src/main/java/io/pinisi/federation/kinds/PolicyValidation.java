package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.JsonPath;
import io.pinisi.cluster.machinery.selector.LabelSyntax;
import io.pinisi.federation.placement.SchedulePriority;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the schema of a propagation policy cannot say. Fields whose behaviour is not built are
 * faults here, so that nobody relies on what does not happen.
 */
public final class PolicyValidation {
    private static final Set<String> OPERATORS = Set.of("Equal", "Exists");
    private static final Set<String> EFFECTS =
            Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    private static final Set<String> PURGES_WITH_GRACE = Set.of("Gracefully", "Graciously");

    private final FaultList faults = new FaultList();

    private PolicyValidation() {}

    /** The faults of a PropagationPolicy or ClusterPropagationPolicy. */
    public static List<FieldError> validate(JsonNode policy) {
        PolicyValidation validation = new PolicyValidation();
        JsonNode spec = policy.path("spec");
        validation.selectors(spec, Json.text(policy, "metadata", "namespace"));
        validation.unbuiltFields(spec);
        validation.applicationFailover(spec);
        validation.preemption(spec);
        validation.suspension(spec.path("suspension"));
        validation.placement(spec.path("placement"));
        return validation.faults.all();
    }

    private void selectors(JsonNode spec, @Nullable String home) {
        JsonNode selectors = spec.path("resourceSelectors");
        if (selectors.isEmpty()) {
            faults.add(FieldError.required("spec.resourceSelectors", "name at least one kind"));
        }
        new SelectorRules(faults).resources(selectors, "spec.resourceSelectors", home);
    }

    private void priority(JsonNode priority) {
        JsonNode source = priority.path("priorityClassSource");
        String path = "spec.schedulePriority.";
        if (source.asString("").equals("FederatedPriorityClass")) {
            faults.add(
                    FieldError.notSupported(
                            path + "priorityClassSource",
                            source.toString(),
                            Stream.of(SchedulePriority.Source.values())
                                    .map(SchedulePriority.Source::text)
                                    .toList()));
        }
        if (source.asString("").equals(SchedulePriority.Source.POD.text())) {
            faults.unbuilt(
                    priority,
                    "spec.schedulePriority",
                    "priorityClassName",
                    name -> !name.asString("").isEmpty());
        }
    }

    private void unbuiltFields(JsonNode spec) {
        faults.unbuilt(
                spec,
                "spec",
                "schedulerName",
                value -> !Set.of("", "default-scheduler").contains(value.asString("")));
        priority(spec.path("schedulePriority"));
        statePreservation(
                spec.path("failover").path("cluster").path("statePreservation"),
                "spec.failover.cluster.statePreservation");
    }

    private void applicationFailover(JsonNode spec) {
        JsonNode application = spec.path("failover").path("application");
        if (!application.isObject()) {
            return;
        }
        String path = "spec.failover.application";
        boolean deps =
                spec.path("propagateDeps").asBoolean(spec.path("association").asBoolean(false));
        if (!deps) {
            faults.invalid(
                    "spec.propagateDeps",
                    spec.path("propagateDeps"),
                    "must be true where failover.application is set: what moves takes along what"
                            + " it needs");
        }
        statePreservation(application.path("statePreservation"), path + ".statePreservation");
        JsonNode toleration = application.path("decisionConditions").path("tolerationSeconds");
        if (toleration.asLong(0) < 0) {
            faults.invalid(
                    path + ".decisionConditions.tolerationSeconds",
                    toleration,
                    "must be 0 or more");
        }
        String purge = application.path("purgeMode").asString("Gracefully");
        JsonNode grace = application.path("gracePeriodSeconds");
        if (!grace.isMissingNode() && !grace.isNull()) {
            if (!PURGES_WITH_GRACE.contains(purge)) {
                faults.add(
                        FieldError.forbidden(
                                path + ".gracePeriodSeconds", "goes with purgeMode Gracefully"));
            } else if (grace.asLong(0) <= 0) {
                faults.invalid(path + ".gracePeriodSeconds", grace, "must be greater than 0");
            }
        }
    }

    private void statePreservation(JsonNode preservation, String path) {
        JsonNode rules = preservation.path("rules");
        if (preservation.isObject() && rules.isEmpty()) {
            faults.add(FieldError.required(path + ".rules", "name at least one"));
        }
        for (int i = 0; i < rules.size(); i++) {
            String rule = path + ".rules[" + i + "]";
            JsonNode label = rules.get(i).path("aliasLabelName");
            for (String fault : LabelSyntax.keyFaults(label.asString(""))) {
                faults.invalid(rule + ".aliasLabelName", label, fault);
            }
            jsonPath(rules.get(i).path("jsonPath"), rule + ".jsonPath");
        }
    }

    private void jsonPath(JsonNode path, String field) {
        if (path.asString("").isEmpty()) {
            faults.add(FieldError.required(field, "where in the status it is"));
            return;
        }
        try {
            JsonPath.compile(path.asString(""));
        } catch (IllegalArgumentException e) {
            faults.invalid(field, path, String.valueOf(e.getMessage()));
        }
    }

    /** Taking over what others placed is for objects that are named one by one. */
    private void preemption(JsonNode spec) {
        if (!spec.path("preemption").asString("").equals("Always")) {
            return;
        }
        JsonNode selectors = spec.path("resourceSelectors");
        for (int i = 0; i < selectors.size(); i++) {
            if (selectors.get(i).path("name").asString("").isEmpty()) {
                faults.add(
                        FieldError.required(
                                "spec.resourceSelectors[" + i + "].name",
                                "preemption Always is for objects selected by name"));
            }
        }
    }

    private void suspension(JsonNode suspension) {
        if (suspension.path("dispatching").asBoolean(false)
                && !suspension.path("dispatchingOnClusters").path("clusterNames").isEmpty()) {
            faults.add(
                    FieldError.forbidden(
                            "spec.suspension.dispatchingOnClusters",
                            "may not stand beside dispatching"));
        }
    }

    private void placement(JsonNode placement) {
        String path = "spec.placement";
        if (placement.has("clusterAffinity") && !placement.path("clusterAffinities").isEmpty()) {
            faults.add(
                    FieldError.forbidden(
                            path + ".clusterAffinities", "may not stand beside clusterAffinity"));
        }
        workloadAffinity(placement.path("workloadAffinity"), path + ".workloadAffinity");
        affinity(placement.path("clusterAffinity"), path + ".clusterAffinity");
        affinities(placement, path + ".clusterAffinities");
        tolerations(placement.path("clusterTolerations"), path + ".clusterTolerations");
        new SpreadValidation(faults, placement.path("spreadConstraints"))
                .validate(path + ".spreadConstraints");
        scheduling(placement.path("replicaScheduling"), path + ".replicaScheduling");
    }

    private void workloadAffinity(JsonNode affinity, String path) {
        for (String term : List.of("affinity", "antiAffinity")) {
            JsonNode key = affinity.path(term).path("groupByLabelKey");
            if (affinity.path(term).isObject() && key.asString("").isEmpty()) {
                faults.add(
                        FieldError.required(
                                path + "." + term + ".groupByLabelKey",
                                "whose value names the group"));
            } else if (!key.isMissingNode()) {
                for (String fault : LabelSyntax.keyFaults(key.asString(""))) {
                    faults.invalid(path + "." + term + ".groupByLabelKey", key, fault);
                }
            }
        }
    }

    private void affinities(JsonNode placement, String path) {
        JsonNode groups = placement.path("clusterAffinities");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < groups.size(); i++) {
            String item = path + "[" + i + "]";
            JsonNode name = groups.get(i).path("affinityName");
            if (!names.add(name.asString(""))) {
                faults.add(FieldError.duplicate(item + ".affinityName", name.toString()));
            }
            affinity(groups.get(i), item);
            JsonNode overflow = groups.get(i).path("overflowAffinities");
            if (!overflow.isEmpty() && !dividesByRoom(placement.path("replicaScheduling"))) {
                faults.add(
                        FieldError.forbidden(
                                item + ".overflowAffinities",
                                "overflows where room is heeded: with dynamicWeight or"
                                        + " Aggregated"));
            }
            for (int j = 0; j < overflow.size(); j++) {
                affinity(overflow.get(j), item + ".overflowAffinities[" + j + "]");
            }
        }
    }

    private static boolean dividesByRoom(JsonNode scheduling) {
        boolean dynamic =
                !scheduling.path("weightPreference").path("dynamicWeight").asString("").isEmpty();
        boolean aggregated =
                scheduling.path("replicaDivisionPreference").asString("").equals("Aggregated");
        return dynamic || aggregated;
    }

    private void affinity(JsonNode affinity, String path) {
        new SelectorRules(faults).clusters(affinity, path);
    }

    private void tolerations(JsonNode tolerations, String path) {
        for (int i = 0; i < tolerations.size(); i++) {
            JsonNode toleration = tolerations.get(i);
            String item = path + "[" + i + "]";
            String operator = toleration.path("operator").asString("");
            if (!operator.isEmpty() && !OPERATORS.contains(operator)) {
                faults.add(
                        FieldError.notSupported(
                                item + ".operator",
                                toleration.path("operator").toString(),
                                OPERATORS.stream().sorted().toList()));
            }
            String effect = toleration.path("effect").asString("");
            if (!effect.isEmpty() && !EFFECTS.contains(effect)) {
                faults.add(
                        FieldError.notSupported(
                                item + ".effect",
                                toleration.path("effect").toString(),
                                EFFECTS.stream().sorted().toList()));
            }
            if (toleration.path("key").asString("").isEmpty() && !operator.equals("Exists")) {
                faults.add(FieldError.required(item + ".key", "only operator Exists goes without"));
            }
            if (toleration.hasNonNull("tolerationSeconds") && !effect.equals("NoExecute")) {
                faults.invalid(
                        item + ".effect",
                        toleration.path("effect"),
                        "must be NoExecute where tolerationSeconds is set");
            }
        }
    }

    private void scheduling(JsonNode scheduling, String path) {
        JsonNode weights = scheduling.path("weightPreference");
        if (!weights.path("dynamicWeight").asString("").isEmpty()
                && !weights.path("staticWeightList").isEmpty()) {
            faults.add(
                    FieldError.forbidden(
                            path + ".weightPreference.staticWeightList",
                            "may not stand beside dynamicWeight"));
        }
        JsonNode list = weights.path("staticWeightList");
        for (int i = 0; i < list.size(); i++) {
            String item = path + ".weightPreference.staticWeightList[" + i + "]";
            long weight = list.get(i).path("weight").asLong(0);
            if (weight < 1 || weight > Integer.MAX_VALUE) {
                faults.invalid(
                        item + ".weight",
                        list.get(i).path("weight"),
                        "must be from 1 to " + Integer.MAX_VALUE);
            }
            affinity(list.get(i).path("targetCluster"), item + ".targetCluster");
        }
    }
}
