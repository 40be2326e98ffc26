package io.pinisi.federation.override;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.ClusterAffinity;
import io.pinisi.federation.placement.ResourceSelector;
import io.pinisi.federation.placement.TemplateFacts;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An OverridePolicy or, where the key has no namespace, a ClusterOverridePolicy.
 *
 * @param selectors empty for every object in reach
 */
public record OverridePolicy(ObjectKey key, List<ResourceSelector> selectors, List<Rule> rules) {
    public OverridePolicy {
        selectors = List.copyOf(selectors);
        rules = List.copyOf(rules);
    }

    /** Changes for the clusters that match, in the order in which they are made. */
    public record Rule(ClusterAffinity target, List<OverriderDraft> overriders) {
        public Rule {
            overriders = List.copyOf(overriders);
        }
    }

    /** Reads a policy that passed validation. */
    public static OverridePolicy of(JsonNode policy) {
        ObjectKey key = Metadata.key(policy);
        JsonNode spec = policy.path("spec");
        List<ResourceSelector> selectors = new ArrayList<>();
        for (JsonNode selector : spec.path("resourceSelectors")) {
            selectors.add(ResourceSelector.of(selector, key.namespace()));
        }
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : spec.path("overrideRules")) {
            rules.add(
                    new Rule(
                            ClusterAffinity.of(rule.get("targetCluster")),
                            Overriders.of(rule.path("overriders"))));
        }
        return new OverridePolicy(key, selectors, rules);
    }

    /** How exactly the policy meets the object; {@code NONE} for not at all. */
    ResourceSelector.Precision precision(TemplateFacts template) {
        String home = key.namespace();
        if (home != null && !home.equals(template.key().namespace())) {
            return ResourceSelector.Precision.NONE;
        }
        return selectors.isEmpty()
                ? ResourceSelector.Precision.ALL
                : ResourceSelector.best(selectors, template);
    }

    public boolean selects(TemplateFacts template) {
        return precision(template) != ResourceSelector.Precision.NONE;
    }

    /** {@code OverridePolicy shop/web}. */
    @Override
    public String toString() {
        return (key.namespace() == null ? "ClusterOverridePolicy " : "OverridePolicy ") + key;
    }
}
