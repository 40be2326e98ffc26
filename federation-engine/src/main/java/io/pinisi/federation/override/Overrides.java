package io.pinisi.federation.override;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import tools.jackson.databind.node.ObjectNode;

/** Makes one cluster's version of an object. */
public final class Overrides {
    private Overrides() {}

    /**
     * @param object changed in place
     * @throws OverrideException where a change does not fit; the object is of no use then
     */
    public static ObjectNode apply(
            ObjectNode object, TemplateFacts template, ClusterFacts cluster, OverrideIndex index) {
        Template identity = Template.of(object);
        for (OverridePolicy policy : index.of(template)) {
            for (int i = 0; i < policy.rules().size(); i++) {
                OverridePolicy.Rule rule = policy.rules().get(i);
                if (rule.target().matches(cluster)) {
                    apply(object, rule, policy + " spec.overrideRules[" + i + "]");
                    requireSame(identity, object, policy.toString());
                }
            }
        }
        return object;
    }

    private static void apply(ObjectNode object, OverridePolicy.Rule rule, String where) {
        for (Overrider overrider : rule.overriders()) {
            try {
                overrider.apply(object);
            } catch (ApiException e) {
                throw new OverrideException(
                        where + ".overriders." + overrider.field() + ": " + e.getMessage());
            }
        }
    }

    /** Another name would be another object, which nobody decided on. */
    private static void requireSame(Template identity, ObjectNode object, String policy) {
        boolean same =
                object.path("metadata").isObject()
                        && Metadata.of(object).name().equals(identity.key().name())
                        && Template.of(object).equals(identity);
        if (!same) {
            throw new OverrideException(
                    policy + " changes apiVersion, kind, name or namespace of the object");
        }
    }
}
