package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.federation.membership.NodeRow;
import io.pinisi.federation.placement.ResourceAmounts;
import io.pinisi.portal.applications.Application;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.fleet.Attention;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.fleet.ClusterDetail;
import io.pinisi.portal.fleet.FleetService;
import io.pinisi.portal.fleet.Node;
import io.pinisi.portal.fleet.Overview;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fleet as it was: Cluster objects of the hub, and nodes as the members had them. */
final class PastFleet implements FleetService {
    private static final String CLUSTERS = "clusters.cluster.karmada.io";
    private static final int ATTENTION_SHOWN = 12;

    private final Past past;
    private final PastApplications applications;

    PastFleet(Past past, PastApplications applications) {
        this.past = past;
        this.applications = applications;
    }

    @Override
    public Overview overview(Identity who) {
        List<Cluster> clusters = all(who);
        List<Application> apps = applications.all(who);
        Map<Level, Integer> byLevel = new EnumMap<>(Level.class);
        List<Attention> attention = new ArrayList<>();
        for (Cluster one : clusters) {
            attention.add(
                    new Attention(one.status(), one.name(), "Cluster", "clusters/" + one.name()));
        }
        for (Application one : apps) {
            byLevel.merge(one.status().level(), 1, Integer::sum);
            String name = one.ref().namespace() + "/" + one.ref().name();
            attention.add(new Attention(one.status(), name, "Application", "applications/" + name));
        }
        return new Overview(
                clusters,
                byLevel,
                apps.stream().mapToInt(Application::ready).sum(),
                apps.stream().mapToInt(Application::desired).sum(),
                attention.stream()
                        .filter(one -> one.status().level().compareTo(Level.DEGRADED) >= 0)
                        .sorted(
                                Comparator.comparing((Attention one) -> one.status().level())
                                        .reversed()
                                        .thenComparing(Attention::subject))
                        .limit(ATTENTION_SHOWN)
                        .toList(),
                List.of(),
                Set.of());
    }

    @Override
    public Page<Cluster> clusters(Identity who, PageRequest page) {
        return page.of(
                all(who),
                one -> one.name() + " " + one.status().word() + " " + one.region() + one.provider(),
                HubFleet::order);
    }

    private List<Cluster> all(Identity who) {
        return past.all(who, Past.HUB, CLUSTERS, "").stream()
                .map(seen -> cluster(seen.object()))
                .toList();
    }

    @Override
    public ClusterDetail cluster(Identity who, String name) {
        ObjectNode object =
                past.find(who, Past.HUB, CLUSTERS, "", name)
                        .orElseThrow(() -> past.missing("cluster " + name))
                        .object();
        List<String> taints = new ArrayList<>();
        for (JsonNode taint : object.path("spec").path("taints")) {
            taints.add(Trees.text(taint, "key") + ":" + Trees.text(taint, "effect"));
        }
        Map<String, String> labels = new HashMap<>();
        object.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return new ClusterDetail(
                cluster(object),
                Trees.text(object.path("spec"), "apiEndpoint"),
                "",
                Trees.text(object.path("spec"), "syncMode"),
                Trees.time(object.path("metadata"), "creationTimestamp"),
                labels,
                taints,
                Trees.conditions(object));
    }

    private static Cluster cluster(ObjectNode object) {
        JsonNode status = object.path("status");
        JsonNode nodes = status.path("nodeSummary");
        JsonNode summary = status.path("resourceSummary");
        ResourceAmounts used =
                ResourceAmounts.of(summary.path("allocated"))
                        .plus(ResourceAmounts.of(summary.path("allocating")));
        ResourceAmounts all = ResourceAmounts.of(summary.path("allocatable"));
        return new Cluster(
                Trees.text(object.path("metadata"), "name"),
                PastObjects.status(CLUSTERS, object),
                Trees.text(status, "kubernetesVersion"),
                Trees.text(object.path("spec"), "provider"),
                Trees.text(object.path("spec"), "region"),
                nodes.path("readyNum").asInt(0),
                nodes.path("totalNum").asInt(0),
                (int) used.amount("pods").asLong(),
                HubFleet.cpu(used, all),
                HubFleet.memory(used, all),
                null);
    }

    @Override
    public Page<Node> nodes(Identity who, String cluster, PageRequest page) {
        List<Node> nodes =
                past.all(who, cluster, "nodes", "").stream().map(PastFleet::node).toList();
        return page.of(
                nodes,
                node -> node.name() + " " + node.status().word() + " " + node.address(),
                key -> Comparator.comparing(Node::name));
    }

    private static Node node(Past.Seen seen) {
        Node known = HubFleet.node(NodeRow.of(seen.object()));
        Status status = seen.or(known.status());
        return new Node(
                known.name(),
                status,
                known.roles(),
                known.version(),
                known.runtime(),
                known.address(),
                known.cpuMilli(),
                known.memoryBytes(),
                known.podsCapacity(),
                known.created());
    }

    @Override
    public Changes changes() {
        return Past.NEVER;
    }
}
