package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who needs which objects where, by what their pod templates name now. */
final class Requirements {
    private final Map<Template, Set<Template>> needsOf = new HashMap<>();
    private final Map<Template, Map<ObjectKey, Set<String>>> requirers = new HashMap<>();

    /**
     * Begins with what is written, so that nothing counts as not needed only because its requirer
     * has not been looked at yet.
     */
    synchronized void seed(Collection<Binding> bindings) {
        Map<ObjectKey, Template> byKey = new HashMap<>();
        bindings.forEach(binding -> byKey.put(binding.key(), binding.template()));
        for (Binding binding : bindings) {
            for (Binding.Requirer requirer : binding.requiredBy()) {
                Template template = byKey.get(requirer.binding());
                if (template != null) {
                    needsOf.computeIfAbsent(template, absent -> new HashSet<>())
                            .add(binding.template());
                    requirers
                            .computeIfAbsent(binding.template(), absent -> new HashMap<>())
                            .put(requirer.binding(), requirer.clusters());
                }
            }
        }
    }

    /** Replaces what one template needs; returns the objects whose requirers changed. */
    synchronized Set<Template> replace(
            Template requirer, ObjectKey binding, Set<Template> needs, Set<String> clusters) {
        Set<Template> changed = new HashSet<>();
        Set<Template> before =
                needs.isEmpty()
                        ? needsOf.remove(requirer)
                        : needsOf.put(requirer, new HashSet<>(needs));
        if (before != null) {
            for (Template old : before) {
                if (!needs.contains(old)) {
                    drop(old, binding);
                    changed.add(old);
                }
            }
        }
        for (Template need : needs) {
            Set<String> old =
                    requirers
                            .computeIfAbsent(need, absent -> new HashMap<>())
                            .put(binding, Set.copyOf(clusters));
            if (!clusters.equals(old)) {
                changed.add(need);
            }
        }
        return changed;
    }

    private void drop(Template need, ObjectKey binding) {
        Map<ObjectKey, Set<String>> byBinding = requirers.get(need);
        if (byBinding != null && byBinding.remove(binding) != null && byBinding.isEmpty()) {
            requirers.remove(need);
        }
    }

    synchronized List<Binding.Requirer> of(Template need) {
        List<Binding.Requirer> result = new ArrayList<>();
        requirers
                .getOrDefault(need, Map.of())
                .forEach(
                        (binding, clusters) -> result.add(new Binding.Requirer(binding, clusters)));
        return result;
    }
}
