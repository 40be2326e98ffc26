package io.pinisi.cluster.registry.batch;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.SelectorRules;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.registry.apps.Workloads;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job selects its pods by its own uid, unless it is told to do otherwise; and once it has begun,
 * little of it may change.
 */
final class JobRules implements ResourceStrategy {
    private static final String UID = "batch.kubernetes.io/controller-uid";
    private static final String NAME = "batch.kubernetes.io/job-name";

    /** The labels as they were before labels of the project had a prefix. */
    private static final String OLD_UID = "controller-uid";

    private static final String OLD_NAME = "job-name";
    private static final int MANY_COMPLETIONS = 100_000;
    private static final int MANY_PARALLEL = 10_000;
    private static final List<String> SCHEDULING =
            List.of("nodeSelector", "tolerations", "schedulingGates");

    @Override
    public void prepare(Transition transition) {
        ObjectNode next = transition.next();
        if (!transition.isCreation() || !(next.get("spec") instanceof ObjectNode spec)) {
            return;
        }
        next.putObject("status");
        if (!isManual(spec)) {
            generateSelector(Metadata.of(next), spec);
        }
    }

    private static boolean isManual(JsonNode spec) {
        return spec.path("manualSelector").asBoolean(false);
    }

    private static void generateSelector(Metadata metadata, ObjectNode spec) {
        ObjectNode labels = spec.withObject("template").withObject("metadata").withObject("labels");
        expected(metadata)
                .forEach(
                        (label, value) -> {
                            if (!labels.has(label)) {
                                labels.put(label, value);
                            }
                        });
        ObjectNode selector = spec.withObject("selector").withObject("matchLabels");
        if (!selector.has(UID)) {
            selector.put(UID, metadata.uid());
        }
    }

    private static Map<String, String> expected(Metadata metadata) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(OLD_UID, metadata.uid());
        labels.put(OLD_NAME, metadata.name());
        labels.put(UID, metadata.uid());
        labels.put(NAME, metadata.name());
        return labels;
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode spec = next.path("spec");
        JobSpecRules.check(spec, "spec", faults);
        checkSelector(next, transition.isCreation(), faults);
        checkLongestHostname(next, faults);
        ObjectNode old = transition.old();
        if (old != null) {
            checkKept(old, spec, faults);
        }
    }

    private static void checkSelector(ObjectNode job, boolean isCreation, Faults faults) {
        JsonNode spec = job.path("spec");
        JsonNode selector = spec.get("selector");
        if (selector == null) {
            faults.required("spec.selector", "");
            return;
        }
        if (isCreation && !isManual(spec)) {
            checkGenerated(job, selector, faults);
        }
        SelectorRules.check(selector, "spec.selector", faults);
        Workloads.checkMatch(selector, spec.path("template"), faults);
    }

    private static void checkGenerated(ObjectNode job, JsonNode selector, Faults faults) {
        JsonNode labels = job.path("spec").path("template").path("metadata").path("labels");
        Map<String, String> expected = expected(Metadata.of(job));
        expected.forEach(
                (label, value) -> {
                    String at = "spec.template.metadata.labels[" + label + "]";
                    if (!labels.path(label).asString("").equals(value)) {
                        faults.invalid(at, labels, "must be '" + value + "'");
                    }
                });
        if (!LabelSelector.of(selector).matches(expected)) {
            faults.invalid("spec.selector", selector, "`selector` not auto-generated");
        }
    }

    /** The pods of an indexed job are called by name and index, and that must be a DNS label. */
    private static void checkLongestHostname(ObjectNode job, Faults faults) {
        JsonNode spec = job.path("spec");
        int completions = spec.path("completions").asInt(0);
        if (!JobSpecRules.isIndexed(spec) || completions <= 0) {
            return;
        }
        String name = Metadata.of(job).name();
        String last = name + "-" + (completions - 1);
        if (!NameRule.DNS_LABEL.faults(last).isEmpty()) {
            faults.invalid(
                    "metadata.name",
                    name,
                    "will not able to create pod with invalid DNS label: " + last);
        }
    }

    private static void checkKept(ObjectNode job, JsonNode spec, Faults faults) {
        JsonNode old = job.path("spec");
        checkCompletions(old, spec, faults);
        FieldRules.unchanged(old, spec, "spec", faults, "selector");
        checkTemplate(job, spec, faults);
        FieldRules.unchanged(
                old,
                spec,
                "spec",
                faults,
                "completionMode",
                "podFailurePolicy",
                "backoffLimitPerIndex",
                "managedBy",
                "successPolicy");
    }

    private static void checkCompletions(JsonNode old, JsonNode spec, Faults faults) {
        if (!JobSpecRules.isIndexed(spec)) {
            FieldRules.unchanged(old, spec, "spec", faults, "completions");
            return;
        }
        JsonNode completions = spec.get("completions");
        if (completions != null
                && !Objects.equals(old.get("completions"), completions)
                && completions.asLong(0) != spec.path("parallelism").asLong(0)) {
            faults.invalid(
                    "spec.completions",
                    completions,
                    "can only be modified in tandem with spec.parallelism");
        }
    }

    private static void checkTemplate(ObjectNode job, JsonNode spec, Faults faults) {
        JsonNode old = job.path("spec").path("template");
        JsonNode next = spec.path("template");
        if (mayStillBePlaced(job) && old.deepCopy() instanceof ObjectNode allowed) {
            takeScheduling(allowed, next);
            old = allowed;
        }
        if (!old.equals(next)) {
            faults.invalid("spec.template", next, "field is immutable");
        }
    }

    /** Where its pods run may be said until a suspended job begins for the first time. */
    private static boolean mayStillBePlaced(ObjectNode job) {
        return job.path("spec").path("suspend").asBoolean(false)
                && Json.at(job, "status", "startTime") == null;
    }

    private static void takeScheduling(ObjectNode allowed, JsonNode next) {
        for (String field : List.of("labels", "annotations")) {
            put(allowed.withObject("metadata"), field, Json.at(next, "metadata", field));
        }
        ObjectNode spec = allowed.withObject("spec");
        SCHEDULING.forEach(field -> put(spec, field, Json.at(next, "spec", field)));
        JsonNode affinity = Json.at(next, "spec", "affinity", "nodeAffinity");
        if (affinity != null || spec.has("affinity")) {
            ObjectNode target = spec.withObject("affinity");
            put(target, "nodeAffinity", affinity);
            if (target.isEmpty() && Json.at(next, "spec", "affinity") == null) {
                spec.remove("affinity");
            }
        }
    }

    private static void put(ObjectNode target, String field, @Nullable JsonNode value) {
        if (value == null) {
            target.remove(field);
        } else {
            target.set(field, value.deepCopy());
        }
    }

    @Override
    public void warn(Transition transition, Consumer<String> warnings) {
        ObjectNode next = transition.next();
        List<String> faults = NameRule.DNS_LABEL.faults(Metadata.of(next).name());
        if (transition.isCreation() && !faults.isEmpty()) {
            warnings.accept(
                    "metadata.name: this is used in Pod names and hostnames, which can result in"
                            + " surprising behavior; a DNS label is recommended: ["
                            + String.join(" ", faults)
                            + "]");
        }
        JsonNode spec = next.path("spec");
        if (JobSpecRules.isIndexed(spec)
                && spec.path("completions").asInt(0) > MANY_COMPLETIONS
                && spec.path("parallelism").asInt(0) > MANY_PARALLEL) {
            warnings.accept(
                    "In Indexed Jobs with a number of completions higher than 10^5 and a"
                            + " parallelism higher than 10^4, Kubernetes might not be able to track"
                            + " completedIndexes when a big number of indexes fail");
        }
    }
}
