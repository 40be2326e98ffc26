package io.pinisi.federation.fleet;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.membership.Member;
import io.pinisi.federation.membership.NodeRow;
import io.pinisi.federation.membership.PodRow;
import io.pinisi.federation.placement.ResourceAmounts;
import io.pinisi.federation.propagation.Binding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes cluster summaries of one moment. */
final class ClusterSummaries {
    private final Fleet.Sources sources;
    private final Map<String, Set<ApplicationKey>> applications = new HashMap<>();

    ClusterSummaries(Fleet.Sources sources) {
        this.sources = sources;
        for (Binding binding : sources.bindings().all()) {
            sources.templates()
                    .find(binding.template())
                    .flatMap(Applications::of)
                    .ifPresent(
                            key ->
                                    binding.clusters()
                                            .keySet()
                                            .forEach(
                                                    cluster ->
                                                            applications
                                                                    .computeIfAbsent(
                                                                            cluster,
                                                                            absent ->
                                                                                    new HashSet<>())
                                                                    .add(key)));
        }
    }

    ClusterSummary of(ObjectNode cluster) {
        Metadata metadata = Metadata.of(cluster);
        String name = metadata.name();
        Optional<Member> member = sources.membership().member(name);
        Collection<NodeRow> nodes = member.map(Member::nodes).orElse(List.of());
        Collection<PodRow> pods = member.map(Member::pods).orElse(List.of());
        JsonNode spec = cluster.path("spec");
        JsonNode condition = Conditions.find(cluster.path("status"), "Ready").orElse(Json.object());
        return new ClusterSummary(
                name,
                condition.path("status").asString("").equals("True"),
                metadata.isDeleting(),
                condition.path("reason").asString(""),
                condition.path("message").asString(""),
                Optional.ofNullable(Conditions.time(condition, "lastTransitionTime")),
                member.flatMap(Member::lastSeen),
                cluster.path("status").path("kubernetesVersion").asString(""),
                spec.path("apiEndpoint").asString(""),
                spec.path("syncMode").asString(""),
                spec.path("provider").asString(""),
                spec.path("region").asString(""),
                zones(spec),
                metadata.labels(),
                nodes.size(),
                (int) nodes.stream().filter(NodeRow::ready).count(),
                pods.size(),
                applications.getOrDefault(name, Set.of()).size(),
                allocatable(nodes),
                requested(pods),
                instant(metadata));
    }

    private static Optional<Instant> instant(Metadata metadata) {
        return Optional.ofNullable(metadata.creationTimestamp());
    }

    private static List<String> zones(JsonNode spec) {
        List<String> zones = new ArrayList<>();
        spec.path("zones").forEach(zone -> zones.add(zone.asString("")));
        return zones;
    }

    private static ResourceAmounts allocatable(Collection<NodeRow> nodes) {
        return nodes.stream()
                .filter(NodeRow::ready)
                .map(NodeRow::allocatable)
                .reduce(ResourceAmounts.NONE, ResourceAmounts::plus);
    }

    private static ResourceAmounts requested(Collection<PodRow> pods) {
        return pods.stream()
                .filter(pod -> pod.holdsResources() && !pod.node().isEmpty())
                .map(PodRow::requests)
                .reduce(ResourceAmounts.NONE, ResourceAmounts::plus);
    }
}
