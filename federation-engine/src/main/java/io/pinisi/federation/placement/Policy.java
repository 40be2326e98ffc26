package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A PropagationPolicy or, where the key has no namespace, a ClusterPropagationPolicy.
 *
 * @param dependentOverrides the override policies that must exist before it takes effect
 * @param created when it was made, for what may not touch older objects; the epoch where unknown
 * @param schedule how urgent the objects are; null where it does not say
 */
public record Policy(
        ObjectKey key,
        List<ResourceSelector> selectors,
        int priority,
        Preemption preemption,
        Activation activation,
        List<ObjectKey> dependentOverrides,
        Instant created,
        @Nullable SchedulePriority schedule,
        Terms terms) {
    public Policy {
        selectors = List.copyOf(selectors);
        dependentOverrides = List.copyOf(dependentOverrides);
    }

    /** Whether it takes over objects that a policy of lower priority placed. */
    public enum Preemption {
        NEVER,
        ALWAYS
    }

    /** When a new or changed policy takes effect. */
    public enum Activation {
        AT_ONCE,
        /** For each object only when that object itself changes. */
        LAZY
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
        Instant created = Metadata.of(policy).creationTimestamp();
        return new Policy(
                key,
                selectors,
                spec.path("priority").asInt(0),
                spec.path("preemption").asString("").equals("Always")
                        ? Preemption.ALWAYS
                        : Preemption.NEVER,
                spec.path("activationPreference").asString("").equals("Lazy")
                        ? Activation.LAZY
                        : Activation.AT_ONCE,
                dependentOverrides(spec, key),
                created == null ? Instant.EPOCH : created,
                SchedulePriority.of(spec),
                Terms.of(spec));
    }

    /** They stand where the policy stands. */
    private static List<ObjectKey> dependentOverrides(JsonNode spec, ObjectKey policy) {
        List<ObjectKey> overrides = new ArrayList<>();
        spec.path("dependentOverrides")
                .forEach(
                        name ->
                                overrides.add(
                                        new ObjectKey(policy.namespace(), name.asString(""))));
        return overrides;
    }

    /** How exactly the policy meets the object: its best selector counts. */
    ResourceSelector.Precision precision(TemplateFacts template) {
        return ResourceSelector.best(selectors, template);
    }

    /** Whether it may take over what {@code holder} placed. */
    boolean preempts(Policy holder) {
        boolean clusterWide = key.namespace() == null;
        boolean holderClusterWide = holder.key.namespace() == null;
        if (preemption == Preemption.NEVER || (clusterWide && !holderClusterWide)) {
            return false;
        }
        return (!clusterWide && holderClusterWide) || priority > holder.priority;
    }

    public boolean selects(TemplateFacts template) {
        return precision(template) != ResourceSelector.Precision.NONE;
    }
}
