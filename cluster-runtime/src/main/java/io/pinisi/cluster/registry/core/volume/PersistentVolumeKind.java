package io.pinisi.cluster.registry.core.volume;

import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code v1 PersistentVolume}. */
public final class PersistentVolumeKind {
    private PersistentVolumeKind() {}

    public static Kind define(KindContext context) {
        return context.kind("", "v1", "PersistentVolume", "persistentvolumes")
                .clusterScoped()
                .shortNames("pv")
                .strategy(new PersistentVolumeStrategy())
                .status(new PersistentVolumeStatusStrategy())
                .with(Kind.Trait.ANSWERS_DELETED_OBJECT)
                .columns(columns(context.columns()))
                .build();
    }

    private static Columns columns(Columns columns) {
        return columns.name()
                .text("Capacity", o -> Columns.textAt(o, "", "spec", "capacity", "storage"))
                .text(
                        "Access Modes",
                        o -> VolumeSpecRules.shortModes(o.path("spec").path("accessModes")))
                .text(
                        "Reclaim Policy",
                        o -> Columns.textAt(o, "", "spec", "persistentVolumeReclaimPolicy"))
                .text("Status", VolumeSpecRules::phase)
                .text("Claim", PersistentVolumeKind::claim)
                .text("StorageClass", VolumeSpecRules::storageClass)
                .text(
                        "VolumeAttributesClass",
                        o -> VolumeSpecRules.orUnset(o, "volumeAttributesClassName"))
                .text("Reason", o -> Columns.textAt(o, "", "status", "reason"))
                .age()
                .wide()
                .text("VolumeMode", o -> VolumeSpecRules.orUnset(o, "volumeMode"));
    }

    private static String claim(ObjectNode volume) {
        JsonNode claim = volume.path("spec").path("claimRef");
        return claim.isObject()
                ? claim.path("namespace").asString("") + "/" + claim.path("name").asString("")
                : "";
    }
}
