package io.pinisi.federation;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.federation.membership.PodRow;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Pods for which the scheduler of a member finds no node, by the workload whose selector they
 * match. Of clusters that are not Ready nothing is concluded.
 */
record StrandedPods(Parts parts) implements Supplier<Map<Template, Map<String, Set<String>>>> {

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
    }

    @Override
    public Map<Template, Map<String, Set<String>>> get() {
        Map<Template, Map<String, Set<String>>> stranded = new HashMap<>();
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
                Set<String> uids =
                        pods.stream()
                                .filter(workload::owns)
                                .map(PodRow::uid)
                                .sorted()
                                .limit(workload.lacking())
                                .collect(Collectors.toSet());
                if (!uids.isEmpty()) {
                    stranded.computeIfAbsent(workload.template(), one -> new TreeMap<>())
                            .put(cluster, uids);
                }
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
