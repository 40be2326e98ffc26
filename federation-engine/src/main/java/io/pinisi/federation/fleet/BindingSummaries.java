package io.pinisi.federation.fleet;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.failover.EvictionTask;
import io.pinisi.federation.fleet.BindingSummary.State;
import io.pinisi.federation.fleet.BindingSummary.Work;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Delivery;
import io.pinisi.federation.propagation.ObservedObject;
import io.pinisi.federation.status.Placed;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Makes summaries of bindings of one moment. */
final class BindingSummaries {
    private final Fleet.Sources sources;
    private final Predicate<String> clusters;

    /**
     * @param clusters that exist for the reader
     */
    BindingSummaries(Fleet.Sources sources, Predicate<String> clusters) {
        this.sources = sources;
        this.clusters = clusters;
    }

    Optional<BindingSummary> of(Template template) {
        return sources.bindings().find(template).map(binding -> summary(template, binding));
    }

    private BindingSummary summary(Template template, Binding binding) {
        long wanted =
                sources.templates()
                        .find(template)
                        .map(object -> Metadata.of(object).generation())
                        .orElse(0L);
        Map<String, Work> copies = new TreeMap<>();
        binding.placed()
                .forEach(cluster -> copies.put(cluster, leaving(template, cluster, wanted)));
        sources.status()
                .placed(template)
                .forEach(placed -> copies.put(placed.cluster(), placed(placed, wanted)));
        binding.evictions()
                .forEach(task -> copies.put(task.fromCluster(), evicted(template, task, wanted)));
        return new BindingSummary(
                template,
                Binding.keyOf(template).name(),
                binding.tree().path("status").path("conditions"),
                copies.values().stream().filter(work -> clusters.test(work.cluster())).toList());
    }

    private static Work placed(Placed placed, long wanted) {
        return new Work(
                placed.cluster(),
                placed.share(),
                state(placed),
                placed.message(),
                wanted,
                applied(placed.observed()),
                placed.delivery().map(Delivery::since));
    }

    private static State state(Placed placed) {
        if (placed.delivery().isEmpty()) {
            return placed.applied() ? State.APPLIED : State.PENDING;
        }
        return switch (placed.delivery().get().state()) {
            case PENDING -> State.PENDING;
            case SUSPENDED -> State.SUSPENDED;
            case APPLIED -> State.APPLIED;
            case FAILED -> State.FAILED;
        };
    }

    private static OptionalLong applied(Optional<ObservedObject> observed) {
        return observed.map(object -> OptionalLong.of(object.templateGeneration()))
                .orElse(OptionalLong.empty());
    }

    private Work evicted(Template template, EvictionTask task, long wanted) {
        return new Work(
                task.fromCluster(),
                task.replicas(),
                State.EVICTED,
                task.message(),
                wanted,
                seen(template, task.fromCluster()),
                Optional.of(task.created()));
    }

    private Work leaving(Template template, String cluster, long wanted) {
        Optional<Delivery> delivery = sources.deliveries().find(cluster, template);
        return new Work(
                cluster,
                OptionalInt.empty(),
                State.LEAVING,
                delivery.map(Delivery::message).orElse(""),
                wanted,
                seen(template, cluster),
                delivery.map(Delivery::since));
    }

    private OptionalLong seen(Template template, String cluster) {
        return applied(sources.status().observed(cluster, template));
    }
}
