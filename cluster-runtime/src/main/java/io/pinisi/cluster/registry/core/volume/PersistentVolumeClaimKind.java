package io.pinisi.cluster.registry.core.volume;

import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import tools.jackson.databind.node.ObjectNode;

/** {@code v1 PersistentVolumeClaim}. */
public final class PersistentVolumeClaimKind {
    private PersistentVolumeClaimKind() {}

    public static Kind define(KindContext context) {
        return context.kind("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims")
                .shortNames("pvc")
                .strategy(new PersistentVolumeClaimStrategy())
                .status()
                .with(Kind.Trait.ANSWERS_DELETED_OBJECT)
                .columns(columns(context.columns()))
                .build();
    }

    private static Columns columns(Columns columns) {
        return columns.name()
                .text("Status", VolumeSpecRules::phase)
                .text("Volume", o -> Columns.textAt(o, "", "spec", "volumeName"))
                .text("Capacity", PersistentVolumeClaimKind::capacity)
                .text("Access Modes", PersistentVolumeClaimKind::modes)
                .text("StorageClass", VolumeSpecRules::storageClass)
                .text(
                        "VolumeAttributesClass",
                        o -> VolumeSpecRules.orUnset(o, "volumeAttributesClassName"))
                .age()
                .wide()
                .text("VolumeMode", o -> VolumeSpecRules.orUnset(o, "volumeMode"));
    }

    private static boolean hasVolume(ObjectNode claim) {
        return !Columns.textAt(claim, "", "spec", "volumeName").isEmpty();
    }

    private static String capacity(ObjectNode claim) {
        return hasVolume(claim) ? Columns.textAt(claim, "0", "status", "capacity", "storage") : "";
    }

    private static String modes(ObjectNode claim) {
        return hasVolume(claim)
                ? VolumeSpecRules.shortModes(claim.path("status").path("accessModes"))
                : "";
    }
}
