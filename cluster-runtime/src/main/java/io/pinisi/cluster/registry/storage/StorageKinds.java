package io.pinisi.cluster.registry.storage;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The kinds of {@code storage.k8s.io/v1}. */
public final class StorageKinds {
    private static final String GROUP = "storage.k8s.io";
    private static final String UNSET = "<unset>";

    private StorageKinds() {}

    public static List<Kind> define(KindContext context) {
        return List.of(
                storageClass(context),
                driver(context),
                node(context),
                capacity(context),
                attachment(context));
    }

    private static Kind storageClass(KindContext context) {
        return context.kind(GROUP, "v1", "StorageClass", "storageclasses")
                .clusterScoped()
                .shortNames("sc")
                .strategy(new StorageClassStrategy())
                .with(Kind.Trait.CREATE_ON_UPDATE, Kind.Trait.ANSWERS_DELETED_OBJECT)
                .columns(
                        context.columns()
                                .name(StorageClassStrategy::shownName)
                                .text("Provisioner", o -> o.path("provisioner").asString(""))
                                .text("ReclaimPolicy", o -> o.path("reclaimPolicy").asString(""))
                                .text(
                                        "VolumeBindingMode",
                                        o -> o.path("volumeBindingMode").asString(""))
                                .text(
                                        "AllowVolumeExpansion",
                                        o ->
                                                Boolean.toString(
                                                        o.path("allowVolumeExpansion")
                                                                .asBoolean(false)))
                                .age())
                .build();
    }

    private static Kind driver(KindContext context) {
        return context.kind(GROUP, "v1", "CSIDriver", "csidrivers")
                .clusterScoped()
                .strategy(new CsiDriverStrategy())
                .with(Kind.Trait.CREATE_ON_UPDATE, Kind.Trait.ANSWERS_DELETED_OBJECT)
                .with(Kind.Trait.GENERATION)
                .columns(
                        context.columns()
                                .name()
                                .flag("AttachRequired", "spec", "attachRequired")
                                .flag("PodInfoOnMount", "spec", "podInfoOnMount")
                                .flag("StorageCapacity", "spec", "storageCapacity")
                                .text("TokenRequests", StorageKinds::audiences)
                                .flag("RequiresRepublish", "spec", "requiresRepublish")
                                .text("Modes", StorageKinds::modes)
                                .age())
                .build();
    }

    private static String audiences(ObjectNode driver) {
        JsonNode requests = Json.at(driver, "spec", "tokenRequests");
        return requests == null
                ? UNSET
                : requests.valueStream()
                        .map(request -> request.path("audience").asString(""))
                        .collect(Collectors.joining(","));
    }

    private static String modes(ObjectNode driver) {
        JsonNode modes = Json.at(driver, "spec", "volumeLifecycleModes");
        return modes == null || modes.isEmpty()
                ? UNSET
                : modes.valueStream()
                        .map(mode -> mode.asString(""))
                        .collect(Collectors.joining(","));
    }

    private static Kind node(KindContext context) {
        return context.kind(GROUP, "v1", "CSINode", "csinodes")
                .clusterScoped()
                .strategy(new CsiNodeStrategy())
                .with(Kind.Trait.ANSWERS_DELETED_OBJECT)
                .columns(
                        context.columns()
                                .name()
                                .number(
                                        "Drivers",
                                        o -> (long) o.path("spec").path("drivers").size())
                                .age())
                .build();
    }

    private static Kind capacity(KindContext context) {
        return context.kind(GROUP, "v1", "CSIStorageCapacity", "csistoragecapacities")
                .strategy(new CsiStorageCapacityStrategy())
                .with(Kind.Trait.CREATE_ON_UPDATE)
                .columns(
                        context.columns()
                                .name()
                                .text(
                                        "StorageClassName",
                                        o -> o.path("storageClassName").asString(""))
                                .text("Capacity", o -> o.path("capacity").asString(UNSET)))
                .build();
    }

    private static Kind attachment(KindContext context) {
        return context.kind(GROUP, "v1", "VolumeAttachment", "volumeattachments")
                .clusterScoped()
                .strategy(new VolumeAttachmentStrategy())
                .status()
                .with(Kind.Trait.ANSWERS_DELETED_OBJECT)
                .columns(
                        context.columns()
                                .name()
                                .text("Attacher", o -> Columns.textAt(o, "", "spec", "attacher"))
                                .text("PV", StorageKinds::volume)
                                .text("Node", o -> Columns.textAt(o, "", "spec", "nodeName"))
                                .flag("Attached", "status", "attached")
                                .age())
                .build();
    }

    private static @Nullable String volume(ObjectNode attachment) {
        return Json.text(attachment, "spec", "source", "persistentVolumeName");
    }
}
