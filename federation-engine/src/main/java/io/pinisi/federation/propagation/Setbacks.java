package io.pinisi.federation.propagation;

import io.pinisi.federation.placement.ApplicationFailover;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Template;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Remembers since when copies of an application are not well. Since when is in memory only: after a
 * restart the patience begins anew. That one failed stands in the binding, and counts until the
 * template changes, so that it is not sent back to where it just failed.
 */
final class Setbacks {
    private final Map<Template, Map<String, Instant>> unwell = new ConcurrentHashMap<>();

    /**
     * Where the application failed, with the generation of the template.
     *
     * @param failing whether a cluster has what was decided for it, and it is not well there
     */
    Map<String, Long> judge(
            ApplicationFailover rule,
            Binding binding,
            long generation,
            Predicate<String> failing,
            Instant now) {
        Map<String, Long> failed = kept(binding, generation);
        Template template = binding.template();
        Map<String, Instant> before = unwell.getOrDefault(template, Map.of());
        Map<String, Instant> since = new TreeMap<>();
        for (Target target : binding.ownTargets()) {
            String cluster = target.cluster();
            if (failing.test(cluster)) {
                since.put(cluster, before.getOrDefault(cluster, now));
            }
        }
        since.forEach(
                (cluster, moment) -> {
                    if (!now.isBefore(moment.plus(rule.toleration()))) {
                        failed.put(cluster, generation);
                    }
                });
        if (since.isEmpty()) {
            unwell.remove(template);
        } else {
            unwell.put(template, since);
        }
        return failed;
    }

    /** What was written, as far as it is about the template as it is now. */
    static Map<String, Long> kept(Binding binding, long generation) {
        Map<String, Long> kept = new TreeMap<>(binding.failedIn());
        kept.values().removeIf(one -> one != generation);
        return kept;
    }

    /** When somebody's patience ends next. */
    Optional<Instant> next(Template template, ApplicationFailover rule, Instant now) {
        return unwell.getOrDefault(template, Map.of()).values().stream()
                .map(since -> since.plus(rule.toleration()))
                .filter(now::isBefore)
                .min(Comparator.naturalOrder());
    }

    void forget(Template template) {
        unwell.remove(template);
    }
}
