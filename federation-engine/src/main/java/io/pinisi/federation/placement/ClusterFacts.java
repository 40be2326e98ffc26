package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What placement knows of a member.
 *
 * @param taints the operator's own, and {@link Taint#NOT_READY} where the member is not Ready
 * @param apis the kinds it serves; empty while that is not known, and then nothing is concluded
 * @param free capacity that no pod has asked for; null while that is not known
 * @param grades what single nodes have left; a bound beside the sum
 * @param leaving whether it is being unjoined
 * @param variables that it declares for {@link ClusterVariables}
 */
public record ClusterFacts(
        String name,
        Map<String, String> labels,
        String provider,
        String region,
        List<String> zones,
        List<Taint> taints,
        Set<GroupVersionKind> apis,
        @Nullable ResourceAmounts free,
        NodeGrades grades,
        boolean leaving,
        Map<String, String> variables) {

    public ClusterFacts {
        labels = Map.copyOf(labels);
        zones = List.copyOf(zones);
        taints = List.copyOf(taints);
        apis = Set.copyOf(apis);
        variables = Map.copyOf(variables);
    }

    /** Reads a Cluster object. */
    public static ClusterFacts of(JsonNode cluster) {
        Metadata metadata = Metadata.of(cluster);
        JsonNode spec = cluster.path("spec");
        List<Taint> taints = new ArrayList<>(Taint.of(spec.path("taints")));
        if (!isReady(cluster)) {
            taints.add(Taint.NOT_READY);
        }
        return new ClusterFacts(
                metadata.name(),
                metadata.labels(),
                spec.path("provider").asString(""),
                spec.path("region").asString(""),
                zones(spec),
                taints,
                apis(cluster.path("status").path("apiEnablements")),
                free(cluster.path("status").path("resourceSummary")),
                NodeGrades.of(cluster),
                metadata.isDeleting(),
                ClusterVariables.declared(metadata.annotations()));
    }

    /** How many replicas more fit; none while it is not known what is left. */
    int roomFor(ResourceAmounts one) {
        return free == null
                ? 0
                : (int) Math.min(Integer.MAX_VALUE, Math.min(free.holds(one), grades.holds(one)));
    }

    /** The same cluster as far as anything but its capacity goes. */
    public boolean differsOnlyInRoom(ClusterFacts other) {
        return withoutRoom().equals(other.withoutRoom());
    }

    private ClusterFacts withoutRoom() {
        return new ClusterFacts(
                name,
                labels,
                provider,
                region,
                zones,
                taints,
                apis,
                null,
                NodeGrades.NONE,
                leaving,
                variables);
    }

    public ClusterFacts withTaints(List<Taint> other) {
        return new ClusterFacts(
                name, labels, provider, region, zones, other, apis, free, grades, leaving,
                variables);
    }

    public ClusterFacts withLabels(Map<String, String> other) {
        return new ClusterFacts(
                name, other, provider, region, zones, taints, apis, free, grades, leaving,
                variables);
    }

    public ClusterFacts asLeaving() {
        return new ClusterFacts(
                name, labels, provider, region, zones, taints, apis, free, grades, true, variables);
    }

    public ClusterFacts withFree(@Nullable ResourceAmounts amounts) {
        return new ClusterFacts(
                name, labels, provider, region, zones, taints, apis, amounts, grades, leaving,
                variables);
    }

    private static @Nullable ResourceAmounts free(JsonNode summary) {
        if (!summary.has("allocatable")) {
            return null;
        }
        return ResourceAmounts.of(summary.path("allocatable"))
                .minus(ResourceAmounts.of(summary.path("allocated")))
                .minus(ResourceAmounts.of(summary.path("allocating")));
    }

    /** Whether the Ready condition is True. */
    public static boolean isReady(JsonNode cluster) {
        for (JsonNode condition : cluster.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Ready")) {
                return condition.path("status").asString("").equals("True");
            }
        }
        return false;
    }

    private static List<String> zones(JsonNode spec) {
        List<String> zones = new ArrayList<>();
        spec.path("zones").forEach(zone -> zones.add(zone.asString("")));
        if (zones.isEmpty() && spec.hasNonNull("zone")) {
            zones.add(spec.path("zone").asString(""));
        }
        return zones;
    }

    private static Set<GroupVersionKind> apis(JsonNode enablements) {
        Set<GroupVersionKind> apis = new HashSet<>();
        for (JsonNode enablement : enablements) {
            String version = enablement.path("groupVersion").asString("");
            for (JsonNode resource : enablement.path("resources")) {
                apis.add(GroupVersionKind.of(version, resource.path("kind").asString("")));
            }
        }
        return apis;
    }
}
