package io.pinisi.cluster.controller.view;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A persistent volume claim, read by those who bind it. */
public record ClaimView(ObjectNode tree) {
    /** Set by the binder once both sides of a binding are written. */
    public static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";

    /** Set by the binder on the side that it chose itself. */
    public static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";

    /** The node that the scheduler has chosen for the first consumer. */
    public static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    /** Who is to make a volume for the claim. */
    public static final String PROVISIONER = "volume.kubernetes.io/storage-provisioner";

    private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";

    public Metadata metadata() {
        return Metadata.of(tree);
    }

    public ObjectKey key() {
        return metadata().key();
    }

    public JsonNode spec() {
        return tree.path("spec");
    }

    /** Empty while it has none and nobody asked for a certain one. */
    public String volumeName() {
        return spec().path("volumeName").asString("");
    }

    public boolean isBound() {
        return !volumeName().isEmpty() && metadata().annotation(BIND_COMPLETED) != null;
    }

    /** Empty for none. */
    public String storageClass() {
        String old = metadata().annotation(OLD_CLASS);
        return old != null ? old : spec().path("storageClassName").asString("");
    }

    public String selectedNode() {
        String node = metadata().annotation(SELECTED_NODE);
        return node == null ? "" : node;
    }

    public Quantity request() {
        JsonNode request = spec().path("resources").path("requests").path("storage");
        return Quantity.parse(request.asString("0"));
    }

    public Set<String> accessModes() {
        return modes(spec());
    }

    public String volumeMode() {
        return mode(spec());
    }

    boolean selects(Metadata volume) {
        return !spec().has("selector")
                || LabelSelector.of(spec().path("selector")).matches(volume.labels());
    }

    static Set<String> modes(JsonNode spec) {
        return spec.path("accessModes")
                .valueStream()
                .map(mode -> mode.asString(""))
                .collect(Collectors.toUnmodifiableSet());
    }

    static String mode(JsonNode spec) {
        return spec.path("volumeMode").asString("Filesystem");
    }
}
