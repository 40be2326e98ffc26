package io.pinisi.cluster.registry.storage;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class StorageClassStrategy implements ResourceStrategy {
    private static final List<String> RECLAIM = List.of("Delete", "Retain");
    private static final List<String> BINDING = List.of("Immediate", "WaitForFirstConsumer");
    private static final int MOST_PARAMETERS = 512;
    private static final int MOST_BYTES = 256 * 1024;
    private static final List<String> DEFAULT_MARKS =
            List.of(
                    "storageclass.kubernetes.io/is-default-class",
                    "storageclass.beta.kubernetes.io/is-default-class");

    static String shownName(ObjectNode storageClass) {
        JsonNode notes = storageClass.path("metadata").path("annotations");
        boolean isDefault =
                DEFAULT_MARKS.stream().anyMatch(m -> notes.path(m).asString("").equals("true"));
        String name = Metadata.of(storageClass).name();
        return isDefault ? name + " (default)" : name;
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        String provisioner = next.path("provisioner").asString("");
        if (provisioner.isEmpty()) {
            faults.required("provisioner", "");
        } else {
            NameRule.qualifiedFaults(provisioner.toLowerCase(Locale.ROOT))
                    .forEach(fault -> faults.invalid("provisioner", provisioner, fault));
        }
        checkParameters(next.path("parameters"), faults);
        String reclaim = next.path("reclaimPolicy").asString("");
        FieldRules.checkChoice(reclaim, RECLAIM, "reclaimPolicy", faults);
        String binding = next.path("volumeBindingMode").asString("");
        FieldRules.checkChoice(binding, BINDING, "volumeBindingMode", faults);
        ObjectNode old = transition.old();
        if (old != null) {
            for (String field : List.of("parameters", "provisioner", "reclaimPolicy")) {
                if (!old.path(field).equals(next.path(field))) {
                    faults.forbidden(field, "updates to " + field + " are forbidden.");
                }
            }
            FieldRules.checkUnchanged(old, next, "volumeBindingMode", faults);
        }
    }

    static void checkParameters(JsonNode parameters, Faults faults) {
        if (parameters.size() > MOST_PARAMETERS) {
            faults.tooLong("parameters", "may not be more than " + MOST_PARAMETERS + " bytes");
            return;
        }
        long size = 0;
        for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
            if (parameter.getKey().isEmpty()) {
                faults.invalid("parameters", "", "field can not be empty.");
            }
            size += parameter.getKey().length() + parameter.getValue().asString("").length();
        }
        if (size > MOST_BYTES) {
            faults.tooLong("parameters", "may not be more than " + MOST_BYTES + " bytes");
        }
    }
}
