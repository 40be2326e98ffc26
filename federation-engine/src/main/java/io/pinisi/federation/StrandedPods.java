package io.pinisi.federation;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.federation.deschedule.Sighting;
import io.pinisi.federation.membership.PodRow;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Pods for which the scheduler of a member finds no node, by the workload whose selector they
 * match. Of clusters that are not Ready nothing is concluded.
 */
record StrandedPods(Parts parts) implements Supplier<List<Sighting>> {

    /**
     * A workload whose replicas are divided by room.
     *
     * @param lacking replicas of its share that are not ready
     */
    private record Workload(Template template, LabelSelector selector, int lacking) {
        boolean owns(PodRow pod) {
            return Objects.equals(template.key().namespace(), pod.key().namespace())
                    && selector.matches(pod.labels());
        }

        Sighting sighting(String cluster, PodRow pod) {
            return new Sighting(template, cluster, pod.uid(), pod.message());
        }
    }

    @Override
    public List<Sighting> get() {
        List<Sighting> stranded = new ArrayList<>();
        for (Link link : parts.links.values()) {
            String cluster = link.member().name();
            List<PodRow> pods =
                    link.member().pods().stream()
                            .filter(pod -> pod.unschedulable() && !pod.deleting())
                            .toList();
            if (pods.isEmpty() || !parts.clusters.isReady(cluster)) {
                continue;
            }
            for (Workload workload : workloads(cluster)) {
                pods.stream()
                        .filter(workload::owns)
                        .sorted(Comparator.comparing(PodRow::uid))
                        .limit(workload.lacking())
                        .map(pod -> workload.sighting(cluster, pod))
                        .forEach(stranded::add);
            }
        }
        return stranded;
    }

    private List<Workload> workloads(String cluster) {
        List<Workload> workloads = new ArrayList<>();
        for (Binding binding : parts.bindings.all()) {
            OptionalInt share = binding.clusters().getOrDefault(cluster, OptionalInt.empty());
            if (share.isPresent() && binding.heedsRoom()) {
                parts.templates
                        .find(binding.template())
                        .map(object -> Json.at(object, "spec", "selector"))
                        .filter(selector -> !selector.isEmpty())
                        .map(LabelSelector::of)
                        .map(selector -> workload(binding, cluster, share.getAsInt(), selector))
                        .ifPresent(workloads::add);
            }
        }
        return workloads;
    }

    /** Pods that are about to go because the share has shrunk are not counted once more. */
    private Workload workload(Binding binding, String cluster, int share, LabelSelector selector) {
        int ready =
                parts.clusters
                        .observed(cluster, binding.template())
                        .map(object -> object.status().path("readyReplicas").asInt(0))
                        .orElse(0);
        return new Workload(binding.template(), selector, Math.max(0, share - ready));
    }
}
