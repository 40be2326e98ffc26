package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Template;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds a lazy policy back from an object until the object itself changes. What the policy was last
 * applied to stands in the binding. An object that was there before the policy and has no binding
 * is measured against how this process first met it, so a change made while no engine ran counts as
 * none: waiting longer than needed is the safe side.
 */
final class Lazy {
    private final Map<Template, String> met = new ConcurrentHashMap<>();

    /** Judges one object against the policy that would decide on it. */
    Laziness judge(@Nullable Policy policy, ObjectNode object, @Nullable Binding binding) {
        Template template = Template.of(object);
        if (policy == null || policy.activation() == Policy.Activation.AT_ONCE) {
            forget(template);
            return Laziness.NONE;
        }
        String now = Renderer.render(object, OptionalInt.empty(), "").hash();
        String before = before(policy, object, binding, now);
        if (before.equals(now)) {
            return new Laziness(true, binding == null ? "" : now);
        }
        forget(template);
        return new Laziness(false, now);
    }

    /** What the object was when a policy was last applied to it; empty for never. */
    private String before(Policy policy, ObjectNode object, @Nullable Binding binding, String now) {
        if (binding != null && binding.policy() != null) {
            return binding.basis().isEmpty() ? now : binding.basis();
        }
        Instant created = Metadata.of(object).creationTimestamp();
        boolean younger = created != null && !created.isBefore(policy.created());
        if (younger) {
            return "";
        }
        String first = met.putIfAbsent(Template.of(object), now);
        return first == null ? now : first;
    }

    void forget(Template template) {
        met.remove(template);
    }
}
