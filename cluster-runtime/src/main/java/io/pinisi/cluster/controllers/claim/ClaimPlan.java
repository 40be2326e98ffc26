package io.pinisi.cluster.controllers.claim;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.OwnerReference;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an owner makes of the objects that might be its own.
 *
 * @param owned are its own and stay so
 * @param adopt match and have no controller
 * @param release are its own but match no longer
 */
record ClaimPlan(List<ObjectNode> owned, List<ObjectNode> adopt, List<ObjectNode> release) {

    static ClaimPlan of(ObjectNode owner, LabelSelector selector, List<ObjectNode> candidates) {
        ClaimPlan plan = new ClaimPlan(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        candidates.forEach(candidate -> plan.judge(Metadata.of(owner), selector, candidate));
        return plan;
    }

    private void judge(Metadata owner, LabelSelector selector, ObjectNode candidate) {
        Metadata metadata = Metadata.of(candidate);
        boolean matches = selector.matches(metadata.labels());
        Optional<OwnerReference> controller = metadata.controller();
        if (controller.isPresent()) {
            if (!controller.get().uid().equals(owner.uid())) {
                return;
            }
            if (matches) {
                owned.add(candidate);
            } else if (!owner.isDeleting()) {
                release.add(candidate);
            }
            return;
        }
        if (matches && !owner.isDeleting() && !metadata.isDeleting()) {
            adopt.add(candidate);
        }
    }
}
