package io.pinisi.cluster.registry.core.volume;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.QuantityRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.SelectorRules;
import io.pinisi.cluster.registry.Transition;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class PersistentVolumeStrategy implements ResourceStrategy {
    private static final List<String> RECLAIM = List.of("Delete", "Recycle", "Retain");

    /** Every field of the spec that is not the source of the volume. */
    private static final Set<String> NO_SOURCE =
            Set.of(
                    "accessModes",
                    "capacity",
                    "claimRef",
                    "mountOptions",
                    "nodeAffinity",
                    "persistentVolumeReclaimPolicy",
                    "storageClassName",
                    "volumeAttributesClassName",
                    "volumeMode");

    @Override
    public void prepare(Transition transition) {
        if (transition.isCreation()) {
            transition
                    .next()
                    .putObject("status")
                    .put("phase", "Pending")
                    .put(
                            PersistentVolumeStatusStrategy.CHANGED,
                            transition.now().truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        if (spec.path("accessModes").isEmpty()) {
            faults.required("spec.accessModes", "");
        }
        VolumeSpecRules.check(spec, faults);
        checkCapacity(spec.path("capacity"), faults);
        String reclaim = spec.path("persistentVolumeReclaimPolicy").asString("");
        FieldRules.checkChoice(reclaim, RECLAIM, "spec.persistentVolumeReclaimPolicy", faults);
        if (spec.has("nodeAffinity")) {
            checkAffinity(spec.path("nodeAffinity"), faults);
        }
        checkSource(spec, reclaim, faults);
        ObjectNode old = transition.old();
        if (old != null) {
            checkKept(old, transition.next(), faults);
        }
    }

    private static void checkCapacity(JsonNode capacity, Faults faults) {
        if (capacity.isEmpty()) {
            faults.required("spec.capacity", "");
            return;
        }
        if (!capacity.has("storage") || capacity.size() > 1) {
            faults.notSupported("spec.capacity", capacity.toString(), List.of("storage"));
        }
        for (Map.Entry<String, JsonNode> amount : capacity.properties()) {
            QuantityRules.checkPositive(
                    amount.getValue(), "spec.capacity[" + amount.getKey() + "]", faults);
        }
    }

    private static void checkAffinity(JsonNode affinity, Faults faults) {
        if (!affinity.has("required")) {
            faults.required("spec.nodeAffinity.required", "must specify required node constraints");
            return;
        }
        SelectorRules.checkNodes(affinity.path("required"), "spec.nodeAffinity.required", faults);
    }

    private static List<String> sources(JsonNode spec) {
        List<String> sources = new ArrayList<>();
        spec.propertyNames().stream().filter(f -> !NO_SOURCE.contains(f)).forEach(sources::add);
        return sources;
    }

    private static void checkSource(JsonNode spec, String reclaim, Faults faults) {
        List<String> sources = sources(spec);
        if (sources.isEmpty()) {
            faults.required("spec", "must specify a volume type");
        }
        for (String more : sources.subList(Math.min(1, sources.size()), sources.size())) {
            faults.forbidden("spec." + more, "may not specify more than 1 volume type");
        }
        if (spec.has("hostPath")) {
            checkHostPath(spec.path("hostPath").path("path").asString(""), reclaim, faults);
        }
        if (spec.has("local")) {
            checkLocal(spec, faults);
        }
        if (spec.has("csi")) {
            FieldRules.isFilled(spec.path("csi"), "driver", "spec.csi", faults);
            FieldRules.isFilled(spec.path("csi"), "volumeHandle", "spec.csi", faults);
        }
        if (spec.has("nfs")) {
            FieldRules.isFilled(spec.path("nfs"), "server", "spec.nfs", faults);
            FieldRules.isFilled(spec.path("nfs"), "path", "spec.nfs", faults);
        }
    }

    private static void checkHostPath(String path, String reclaim, Faults faults) {
        if (path.isEmpty()) {
            faults.required("spec.hostPath.path", "");
        }
        checkNoBackstep(path, "spec.hostPath.path", faults);
        if (path.equals("/") && reclaim.equals("Recycle")) {
            faults.forbidden(
                    "spec.persistentVolumeReclaimPolicy",
                    "may not be 'recycle' for a hostPath mount of '/'");
        }
    }

    private static void checkLocal(JsonNode spec, Faults faults) {
        if (FieldRules.isFilled(spec.path("local"), "path", "spec.local", faults)) {
            checkNoBackstep(
                    spec.path("local").path("path").asString(""), "spec.local.path", faults);
        }
        if (!spec.path("nodeAffinity").path("required").isObject()) {
            faults.required("spec.nodeAffinity", "Local volume requires node affinity");
        }
    }

    private static void checkNoBackstep(String path, String field, Faults faults) {
        if (List.of(path.split("/")).contains("..")) {
            faults.invalid(field, path, "must not contain '..'");
        }
    }

    private static void checkKept(ObjectNode old, ObjectNode next, Faults faults) {
        Set<String> fields = new java.util.TreeSet<>(sources(old.path("spec")));
        fields.addAll(sources(next.path("spec")));
        boolean same =
                fields.stream()
                        .allMatch(
                                f ->
                                        Objects.equals(
                                                old.path("spec").get(f), next.path("spec").get(f)));
        if (!same) {
            faults.forbidden(
                    "spec.persistentvolumesource",
                    "spec.persistentvolumesource is immutable after creation");
        }
        FieldRules.checkUnchanged(old, next, "spec.volumeMode", faults);
        if (old.path("spec").has("nodeAffinity")
                && !old.path("spec")
                        .path("nodeAffinity")
                        .equals(next.path("spec").path("nodeAffinity"))) {
            faults.invalid(
                    "spec.nodeAffinity",
                    next.path("spec").path("nodeAffinity"),
                    "field is immutable, except for updating from beta label to GA");
        }
    }
}
