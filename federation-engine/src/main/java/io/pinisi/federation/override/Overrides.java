package io.pinisi.federation.override;

import io.pinisi.cluster.history.Differences;
import io.pinisi.cluster.history.Differences.Difference;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Makes one cluster's version of an object. */
public final class Overrides {
    private static final Witness NOBODY = (policy, field, object, change) -> change.run();

    private Overrides() {}

    /** Stands by at every change. */
    @FunctionalInterface
    private interface Witness {
        void at(String policy, String field, ObjectNode object, Runnable change);
    }

    /**
     * @param object changed in place
     * @throws OverrideException where a change does not fit; the object is of no use then
     */
    public static ObjectNode apply(
            ObjectNode object, TemplateFacts template, ClusterFacts cluster, OverrideIndex index) {
        return apply(object, template, cluster, index, NOBODY);
    }

    /**
     * The same, telling which overrider changed what, in their order; one that changes nothing is
     * left out.
     */
    public static List<OverrideStep> trace(
            ObjectNode object, TemplateFacts template, ClusterFacts cluster, OverrideIndex index) {
        List<OverrideStep> steps = new ArrayList<>();
        apply(
                object,
                template,
                cluster,
                index,
                (policy, field, changing, change) -> {
                    ObjectNode before = changing.deepCopy();
                    change.run();
                    List<Difference> changes = Differences.between(before, changing);
                    if (!changes.isEmpty()) {
                        steps.add(new OverrideStep(policy, field, changes));
                    }
                });
        return List.copyOf(steps);
    }

    private static ObjectNode apply(
            ObjectNode object,
            TemplateFacts template,
            ClusterFacts cluster,
            OverrideIndex index,
            Witness witness) {
        Template identity = Template.of(object);
        for (OverridePolicy policy : index.of(template)) {
            for (int i = 0; i < policy.rules().size(); i++) {
                OverridePolicy.Rule rule = policy.rules().get(i);
                if (rule.target().matches(cluster)) {
                    String where = "spec.overrideRules[" + i + "].overriders.";
                    for (OverriderDraft draft : rule.overriders()) {
                        witness.at(
                                policy.toString(),
                                where + draft.field(),
                                object,
                                () -> apply(object, draft, cluster, policy + " " + where));
                    }
                    requireSame(identity, object, policy.toString());
                }
            }
        }
        return object;
    }

    private static void apply(
            ObjectNode object, OverriderDraft draft, ClusterFacts cluster, String where) {
        try {
            draft.in(cluster).apply(object);
        } catch (ApiException e) {
            throw new OverrideException(where + draft.field() + ": " + e.getMessage());
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
