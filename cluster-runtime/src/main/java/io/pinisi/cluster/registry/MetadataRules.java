package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.meta.OwnerReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds for the metadata of every object. */
public final class MetadataRules {
    private static final int ANNOTATION_BYTES = 256 * 1024;
    private static final List<String> IMMUTABLE =
            List.of(
                    "name",
                    "namespace",
                    "uid",
                    "creationTimestamp",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds");

    private MetadataRules() {}

    static void check(Transition transition, NameRule names, Faults faults) {
        ObjectNode next = transition.next();
        Metadata metadata = Metadata.of(next);
        ObjectNode old = transition.old();
        if (old == null) {
            checkName(metadata, names, faults);
        } else {
            checkUnchanged(old, next, faults);
            checkFinalizersWhileDeleting(Metadata.of(old), metadata, faults);
        }
        checkLabels(next.path("metadata").path("labels"), "metadata.labels", faults);
        checkAnnotations(metadata.annotations(), "metadata.annotations", faults);
        checkFinalizers(metadata.finalizers(), faults);
        checkOwners(metadata.owners(), faults);
    }

    private static void checkName(Metadata metadata, NameRule names, Faults faults) {
        JsonNode generate = metadata.object().path("metadata").path("generateName");
        if (generate.isString() && !generate.stringValue().isEmpty()) {
            names.prefixFaults(generate.stringValue())
                    .forEach(fault -> faults.invalid("metadata.generateName", generate, fault));
        }
        if (metadata.name().isEmpty()) {
            faults.required("metadata.name", "name or generateName is required");
            return;
        }
        names.faults(metadata.name())
                .forEach(fault -> faults.invalid("metadata.name", metadata.name(), fault));
    }

    private static void checkUnchanged(ObjectNode old, ObjectNode next, Faults faults) {
        for (String field : IMMUTABLE) {
            JsonNode before = old.path("metadata").path(field);
            JsonNode after = next.path("metadata").path(field);
            if (!before.equals(after)) {
                faults.invalid("metadata." + field, after, "field is immutable");
            }
        }
    }

    private static void checkFinalizersWhileDeleting(Metadata old, Metadata next, Faults faults) {
        if (!old.isDeleting()) {
            return;
        }
        List<String> added = new ArrayList<>(next.finalizers());
        added.removeAll(old.finalizers());
        if (!added.isEmpty()) {
            faults.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new"
                            + " finalizers []string{\""
                            + String.join("\", \"", added)
                            + "\"}");
        }
    }

    /** Rules for a map of labels anywhere. */
    public static void checkLabels(@Nullable JsonNode labels, String path, Faults faults) {
        if (labels == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            NameRule.qualifiedFaults(label.getKey())
                    .forEach(fault -> faults.invalid(path, label.getKey(), fault));
            String value = label.getValue().asString("");
            NameRule.LABEL_VALUE.faults(value).forEach(fault -> faults.invalid(path, value, fault));
        }
    }

    /** Rules for a map of annotations anywhere. */
    public static void checkAnnotations(
            Map<String, String> annotations, String path, Faults faults) {
        long size = 0;
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            String key = annotation.getKey();
            NameRule.qualifiedFaults(key.toLowerCase(java.util.Locale.ROOT))
                    .forEach(fault -> faults.invalid(path, key, fault));
            size += key.length() + annotation.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (size > ANNOTATION_BYTES) {
            faults.tooLong(path, "may not be more than " + ANNOTATION_BYTES + " bytes");
        }
    }

    private static void checkFinalizers(List<String> finalizers, Faults faults) {
        for (int i = 0; i < finalizers.size(); i++) {
            String finalizer = finalizers.get(i);
            String path = "metadata.finalizers";
            NameRule.qualifiedFaults(finalizer)
                    .forEach(fault -> faults.invalid(path, finalizer, fault));
        }
        if (finalizers.contains("orphan") && finalizers.contains("foregroundDeletion")) {
            faults.invalid(
                    "metadata.finalizers",
                    String.join(",", finalizers),
                    "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    private static void checkOwners(List<OwnerReference> owners, Faults faults) {
        String controller = "";
        for (int i = 0; i < owners.size(); i++) {
            OwnerReference owner = owners.get(i);
            String path = "metadata.ownerReferences";
            checkFilled(
                    path + ".apiVersion", owner.apiVersion(), "version must not be empty", faults);
            checkFilled(path + ".kind", owner.kind(), "kind must not be empty", faults);
            checkFilled(path + ".name", owner.name(), "name must not be empty", faults);
            checkFilled(path + ".uid", owner.uid(), "uid must not be empty", faults);
            if (owner.controller() && !controller.isEmpty()) {
                faults.invalid(
                        path,
                        owner.name(),
                        "Only one reference can have Controller set to true. Found \"true\" in"
                                + " references for "
                                + controller
                                + " and "
                                + owner.name());
            }
            controller = owner.controller() ? owner.name() : controller;
        }
    }

    private static void checkFilled(String path, String value, String detail, Faults faults) {
        if (value.isEmpty()) {
            faults.invalid(path, value, detail);
        }
    }
}
