package io.pinisi.cluster.registry.storage;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class VolumeAttachmentStrategy implements ResourceStrategy {
    @Override
    public void prepare(Transition transition) {
        if (transition.isCreation()) {
            transition.next().putObject("status").put("attached", false);
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode spec = next.path("spec");
        CsiDriverStrategy.checkName(spec.path("attacher").asString(""), "spec.attacher", faults);
        String node = spec.path("nodeName").asString("");
        FieldRules.checkName(NameRule.DNS_SUBDOMAIN, node, "spec.nodeName", faults);
        checkSource(spec.path("source"), faults);
        FieldRules.checkUnchanged(transition.old(), next, "spec", faults);
    }

    private static void checkSource(JsonNode source, Faults faults) {
        boolean named = source.has("persistentVolumeName");
        boolean inline = source.has("inlineVolumeSpec");
        if (!named && !inline) {
            faults.required(
                    "spec.source",
                    "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        } else if (named && inline) {
            faults.forbidden(
                    "spec.source",
                    "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        } else if (named && source.path("persistentVolumeName").asString("").isEmpty()) {
            faults.required(
                    "spec.source.persistentVolumeName",
                    "must specify non empty persistentVolumeName");
        }
    }
}
