package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the policy of an object without looking at those of other kinds. Immutable.
 *
 * <p>A policy of the object's namespace goes before a cluster-wide one; then the higher priority,
 * the more exact selector and the lower name win. A policy that placed an object keeps it while it
 * selects it: another one takes it over only if it says so and has the higher priority, or is the
 * namespace's own over a cluster-wide one.
 */
public final class PolicyIndex {
    public static final PolicyIndex EMPTY = new PolicyIndex(List.of());

    private static final String EVERYWHERE = "";

    private final Set<String> social = new HashSet<>();
    private final boolean ranked;
    private final List<Policy> all;
    private final Map<GroupVersionKind, List<Policy>> byKind = new HashMap<>();

    public PolicyIndex(Collection<Policy> policies) {
        all = List.copyOf(policies);
        ranked = all.stream().anyMatch(policy -> policy.schedule() != null);
        for (Policy policy : policies) {
            if (!policy.terms().rules().affinity().isEmpty()) {
                social.add(Objects.requireNonNullElse(policy.key().namespace(), EVERYWHERE));
            }
        }
        for (Policy policy : policies) {
            policy.selectors().stream()
                    .map(ResourceSelector::kind)
                    .distinct()
                    .forEach(
                            kind ->
                                    byKind.computeIfAbsent(kind, absent -> new ArrayList<>())
                                            .add(policy));
        }
    }

    /** Whether where one object of a namespace goes may depend on where others are. */
    public boolean isSocial(@Nullable String namespace) {
        return social.contains(EVERYWHERE) || (namespace != null && social.contains(namespace));
    }

    /** Whether some policy says how urgent its objects are. */
    public boolean isRanked() {
        return ranked;
    }

    public List<Policy> all() {
        return all;
    }

    /** The kinds that some policy selects. */
    public Set<GroupVersionKind> kinds() {
        return Set.copyOf(byKind.keySet());
    }

    /**
     * @param holder the policy that placed the object before, or null
     */
    public Optional<Policy> select(TemplateFacts template, @Nullable ObjectKey holder) {
        List<Policy> matching =
                byKind.getOrDefault(template.kind(), List.of()).stream()
                        .filter(policy -> policy.selects(template))
                        .toList();
        Optional<Policy> holding =
                matching.stream().filter(policy -> policy.key().equals(holder)).findFirst();
        return holding.map(
                        mine ->
                                matching.stream()
                                        .filter(policy -> policy.preempts(mine))
                                        .min(precedence(template))
                                        .orElse(mine))
                .or(() -> matching.stream().min(precedence(template)));
    }

    private static Comparator<Policy> precedence(TemplateFacts template) {
        return Comparator.comparing((Policy policy) -> policy.key().namespace() == null)
                .thenComparing(Comparator.comparingInt(Policy::priority).reversed())
                .thenComparing(
                        Comparator.comparing((Policy policy) -> policy.precision(template))
                                .reversed())
                .thenComparing(policy -> policy.key().name());
    }
}
