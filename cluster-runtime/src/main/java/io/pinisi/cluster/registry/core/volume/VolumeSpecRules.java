package io.pinisi.cluster.registry.core.volume;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What volumes and claims have in common. */
final class VolumeSpecRules {
    private static final String ONE_POD = "ReadWriteOncePod";
    private static final List<String> ACCESS_MODES =
            List.of("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", ONE_POD);
    private static final List<String> VOLUME_MODES = List.of("Block", "Filesystem");
    private static final List<String> SHORT_ORDER =
            List.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", ONE_POD);
    private static final List<String> SHORT_NAMES = List.of("RWO", "ROX", "RWX", "RWOP");
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    private VolumeSpecRules() {}

    static void check(JsonNode spec, Faults faults) {
        boolean onePod = false;
        for (JsonNode mode : spec.path("accessModes")) {
            FieldRules.checkChoice(mode.asString(""), ACCESS_MODES, "spec.accessModes", faults);
            onePod |= mode.asString("").equals(ONE_POD);
        }
        if (onePod && spec.path("accessModes").size() > 1) {
            faults.forbidden(
                    "spec.accessModes", "may not use ReadWriteOncePod with other access modes");
        }
        String storageClass = spec.path("storageClassName").asString("");
        if (!storageClass.isEmpty()) {
            FieldRules.checkName(
                    NameRule.DNS_SUBDOMAIN, storageClass, "spec.storageClassName", faults);
        }
        String mode = spec.path("volumeMode").asString("");
        if (!mode.isEmpty()) {
            FieldRules.checkChoice(mode, VOLUME_MODES, "spec.volumeMode", faults);
        }
    }

    /** {@code RWO,ROX}: each mode once, in the order people are used to. */
    static String shortModes(JsonNode modes) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < SHORT_ORDER.size(); i++) {
            String mode = SHORT_ORDER.get(i);
            if (modes.valueStream().anyMatch(m -> m.asString("").equals(mode))) {
                names.add(SHORT_NAMES.get(i));
            }
        }
        return String.join(",", names);
    }

    /** The class by annotation, as it was before there was a field, or by field. */
    static String storageClass(ObjectNode object) {
        JsonNode old = object.path("metadata").path("annotations").path(CLASS_ANNOTATION);
        return old.asString(object.path("spec").path("storageClassName").asString(""));
    }

    static String phase(ObjectNode object) {
        return object.path("metadata").has("deletionTimestamp")
                ? "Terminating"
                : object.path("status").path("phase").asString("");
    }

    static String orUnset(ObjectNode object, String field) {
        return object.path("spec").path(field).asString("<unset>");
    }
}
