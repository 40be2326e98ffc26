package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A PropagationPolicy or, where the key has no namespace, a ClusterPropagationPolicy.
 *
 * @param placement as written, to be copied into the binding
 */
public record Policy(
        ObjectKey key,
        List<ResourceSelector> selectors,
        int priority,
        ObjectNode placement,
        PlacementRules rules,
        boolean propagateDeps,
        ConflictResolution conflictResolution,
        Deletion deletion) {
    public Policy {
        selectors = List.copyOf(selectors);
    }

    /** What happens where a member has the object already and it is not ours. */
    public enum ConflictResolution {
        ABORT("Abort"),
        OVERWRITE("Overwrite");

        private final String text;

        ConflictResolution(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        public static ConflictResolution of(JsonNode node) {
            return node.asString("").equals(OVERWRITE.text) ? OVERWRITE : ABORT;
        }
    }

    /** What becomes of the members' objects when the hub's is deleted. */
    public enum Deletion {
        REMOVE,
        PRESERVE
    }

    /** Reads a policy that passed validation. */
    public static Policy of(JsonNode policy) {
        ObjectKey key = Metadata.key(policy);
        JsonNode spec = policy.path("spec");
        List<ResourceSelector> selectors = new ArrayList<>();
        for (JsonNode selector : spec.path("resourceSelectors")) {
            selectors.add(ResourceSelector.of(selector, key.namespace()));
        }
        ObjectNode placement =
                spec.get("placement") instanceof ObjectNode written
                        ? written.deepCopy()
                        : io.pinisi.cluster.machinery.json.Json.object();
        return new Policy(
                key,
                selectors,
                spec.path("priority").asInt(0),
                placement,
                PlacementRules.of(placement),
                spec.path("propagateDeps").asBoolean(spec.path("association").asBoolean(false)),
                ConflictResolution.of(spec.path("conflictResolution")),
                spec.path("preserveResourcesOnDeletion").asBoolean(false)
                        ? Deletion.PRESERVE
                        : Deletion.REMOVE);
    }

    /** How exactly the policy meets the object: its best selector counts. */
    ResourceSelector.Precision precision(TemplateFacts template) {
        ResourceSelector.Precision best = ResourceSelector.Precision.NONE;
        for (ResourceSelector selector : selectors) {
            ResourceSelector.Precision precision = selector.precision(template);
            best = precision.compareTo(best) > 0 ? precision : best;
        }
        return best;
    }

    public boolean selects(TemplateFacts template) {
        return precision(template) != ResourceSelector.Precision.NONE;
    }
}
