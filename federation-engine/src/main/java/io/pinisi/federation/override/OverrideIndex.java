package io.pinisi.federation.override;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.TemplateFacts;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The override policies of an object, in the order in which they are applied, so that the later
 * wins: cluster-wide ones first, then the namespace's own; among these from the least to the most
 * exact selector, then by name. Immutable.
 */
public record OverrideIndex(List<OverridePolicy> policies) {
    public static final OverrideIndex EMPTY = new OverrideIndex(List.of());

    public OverrideIndex {
        policies = List.copyOf(policies);
    }

    public static OverrideIndex of(Collection<OverridePolicy> policies) {
        return new OverrideIndex(List.copyOf(policies));
    }

    List<OverridePolicy> of(TemplateFacts template) {
        return policies.stream()
                .filter(policy -> policy.selects(template))
                .sorted(
                        Comparator.comparing(
                                        (OverridePolicy policy) -> policy.key().namespace() != null)
                                .thenComparing(policy -> policy.precision(template))
                                .thenComparing(policy -> policy.key().name()))
                .toList();
    }

    public boolean contains(ObjectKey key) {
        return policies.stream().anyMatch(policy -> policy.key().equals(key));
    }
}
