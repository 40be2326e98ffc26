package io.pinisi.cluster.controller.view;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A persistent volume, read by those who bind it. */
public record VolumeView(ObjectNode tree) {

    public Metadata metadata() {
        return Metadata.of(tree);
    }

    public String name() {
        return metadata().name();
    }

    public JsonNode spec() {
        return tree.path("spec");
    }

    public String phase() {
        return tree.path("status").path("phase").asString("");
    }

    public boolean isClaimed() {
        return spec().has("claimRef");
    }

    /** The claim that it is for; only of one that {@link #isClaimed}. */
    public ObjectKey claim() {
        JsonNode reference = spec().path("claimRef");
        return ObjectKey.of(
                reference.path("namespace").asString(""), reference.path("name").asString(""));
    }

    /** Empty for a claim that is only expected. */
    public String claimUid() {
        return spec().path("claimRef").path("uid").asString("");
    }

    /** Whether it is bound to, or kept for, this claim and no other. */
    public boolean isFor(ClaimView claim) {
        return isClaimed()
                && claim().equals(claim.key())
                && (claimUid().isEmpty() || claimUid().equals(claim.metadata().uid()));
    }

    public Quantity capacity() {
        return Quantity.parse(spec().path("capacity").path("storage").asString("0"));
    }

    public String reclaimPolicy() {
        return spec().path("persistentVolumeReclaimPolicy").asString("Retain");
    }

    /** Whether pods on the node can use it. */
    public boolean reaches(String node, Map<String, String> labels) {
        JsonNode required = spec().path("nodeAffinity").path("required");
        if (required.isMissingNode() || required.isNull()) {
            return true;
        }
        return required.path("nodeSelectorTerms")
                .valueStream()
                .anyMatch(term -> NodeTerms.matches(term, node, labels));
    }

    /** Whether it offers what the claim asks for, whoever has it. */
    public boolean satisfies(ClaimView claim) {
        return ClaimView.modes(spec()).containsAll(claim.accessModes())
                && ClaimView.mode(spec()).equals(claim.volumeMode())
                && new ClaimView(tree).storageClass().equals(claim.storageClass())
                && capacity().compareTo(claim.request()) >= 0
                && claim.selects(metadata());
    }

    /** Whether the claim may have it: it is free, or kept for that claim. */
    public boolean isOpenTo(ClaimView claim) {
        return isFor(claim)
                || (!isClaimed() && phase().equals("Available") && !metadata().isDeleting());
    }

    /** A copy that is kept for the claim; says so where the binder, not a person, chose it. */
    public ObjectNode keptFor(ClaimView claim) {
        ObjectNode kept = tree.deepCopy();
        if (!isClaimed()) {
            kept.withObject("/metadata")
                    .withObject("/annotations")
                    .put(ClaimView.BOUND_BY_CONTROLLER, "yes");
        }
        keep(kept, claim);
        return kept;
    }

    /** Makes a volume point to the claim. */
    public static void keep(ObjectNode volume, ClaimView claim) {
        ObjectNode reference = volume.withObject("/spec").withObject("/claimRef");
        reference.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
        reference.put("namespace", claim.metadata().namespace());
        reference.put("name", claim.metadata().name());
        if (!reference.path("uid").asString("").equals(claim.metadata().uid())) {
            reference.put("uid", claim.metadata().uid());
            reference.put("resourceVersion", claim.metadata().resourceVersion());
        }
    }

    /**
     * The volume for the claim: one that is kept for it, otherwise the smallest free one that
     * satisfies it, the first by name among equals.
     */
    public static Optional<VolumeView> bestFor(
            ClaimView claim, Collection<VolumeView> volumes, Predicate<VolumeView> possible) {
        return volumes.stream()
                .filter(volume -> volume.isOpenTo(claim))
                .filter(volume -> volume.satisfies(claim))
                .filter(possible)
                .min(
                        Comparator.comparing((VolumeView volume) -> !volume.isFor(claim))
                                .thenComparing(VolumeView::capacity)
                                .thenComparing(VolumeView::name));
    }
}
