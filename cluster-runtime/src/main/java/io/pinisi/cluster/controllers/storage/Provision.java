package io.pinisi.cluster.controllers.storage;

import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.VolumeView;
import io.pinisi.cluster.machinery.json.Json;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the local provisioner does for a claim or with a volume. Pure. */
sealed interface Provision {
    /** A folder of this volume's name on the node, and then the volume. */
    record Make(String node, String name) implements Provision {}

    /** The claim asks for what a folder of a node cannot be. */
    record Refuse(String message) implements Provision {}

    record Nothing() implements Provision {}

    /** A folder is on one node, so one node at a time can use it. */
    Set<String> MODES = Set.of("ReadWriteOnce", "ReadWriteOncePod");

    static Provision of(ClaimView claim, boolean known) {
        boolean ours =
                LocalProvisioner.NAME.equals(claim.metadata().annotation(ClaimView.PROVISIONER));
        if (!ours || known || !claim.volumeName().isEmpty() || claim.metadata().isDeleting()) {
            return new Nothing();
        }
        if (!claim.volumeMode().equals("Filesystem")) {
            return new Refuse("only volumes of mode Filesystem can be made here");
        }
        if (!MODES.containsAll(claim.accessModes())) {
            return new Refuse("only ReadWriteOnce and ReadWriteOncePod are possible here");
        }
        if (claim.selectedNode().isEmpty()) {
            return new Refuse(
                    "no node was chosen: the storage class needs volumeBindingMode"
                            + " WaitForFirstConsumer");
        }
        return new Make(claim.selectedNode(), volumeName(claim));
    }

    static String volumeName(ClaimView claim) {
        return "pvc-" + claim.metadata().uid();
    }

    /** Whether the folder of a volume is to go, and the volume after it. */
    static boolean isOver(VolumeView volume) {
        return LocalProvisioner.NAME.equals(
                        volume.metadata().annotation(VolumePlanner.PROVISIONED_BY))
                && volume.phase().equals(VolumePlanner.RELEASED)
                && volume.reclaimPolicy().equals("Delete");
    }

    /** The node whose folder a volume is; empty for a volume of another form. */
    static String nodeOf(VolumeView volume) {
        return volume.spec()
                .path("nodeAffinity")
                .path("required")
                .path("nodeSelectorTerms")
                .path(0)
                .path("matchExpressions")
                .path(0)
                .path("values")
                .path(0)
                .asString("");
    }

    /**
     * The volume, kept for its claim.
     *
     * @param folder of the node, absolute
     */
    static ObjectNode volume(
            ClaimView claim, Optional<ObjectNode> storageClass, Make make, String folder) {
        ObjectNode volume = Json.object().put("apiVersion", "v1").put("kind", "PersistentVolume");
        ObjectNode metadata = volume.putObject("metadata").put("name", make.name());
        metadata.putObject("annotations").put(VolumePlanner.PROVISIONED_BY, LocalProvisioner.NAME);
        ObjectNode spec = volume.putObject("spec");
        spec.putObject("capacity")
                .set("storage", claim.spec().path("resources").path("requests").path("storage"));
        spec.set("accessModes", claim.spec().path("accessModes"));
        spec.put("volumeMode", claim.volumeMode());
        spec.put("storageClassName", claim.storageClass());
        spec.put(
                "persistentVolumeReclaimPolicy",
                storageClass
                        .map(known -> known.path("reclaimPolicy").asString("Delete"))
                        .orElse("Delete"));
        JsonNode options = storageClass.map(known -> known.path("mountOptions")).orElse(null);
        if (options != null && !options.isEmpty()) {
            spec.set("mountOptions", options.deepCopy());
        }
        spec.putObject("local").put("path", folder);
        ObjectNode expression =
                spec.putObject("nodeAffinity")
                        .putObject("required")
                        .putArray("nodeSelectorTerms")
                        .addObject()
                        .putArray("matchExpressions")
                        .addObject();
        expression.put("key", "kubernetes.io/hostname").put("operator", "In");
        expression.putArray("values").add(make.node());
        VolumeView.keep(volume, claim);
        return volume;
    }
}
