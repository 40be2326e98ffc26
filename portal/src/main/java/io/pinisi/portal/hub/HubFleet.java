package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.fleet.Application;
import io.pinisi.federation.fleet.ClusterSummary;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.membership.NodeRow;
import io.pinisi.federation.placement.ResourceAmounts;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.fleet.Amount;
import io.pinisi.portal.fleet.Attention;
import io.pinisi.portal.fleet.Change;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.fleet.ClusterDetail;
import io.pinisi.portal.fleet.FleetService;
import io.pinisi.portal.fleet.Node;
import io.pinisi.portal.fleet.Overview;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fleet from the engine's own observations, narrowed to what the person may see. */
final class HubFleet implements FleetService {
    private static final GroupVersionResource EVENTS = GroupVersionResource.of("v1", "events");
    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final int EVENTS_READ = 500;
    private static final int CHANGES_SHOWN = 8;
    private static final int ATTENTION_SHOWN = 12;
    private static final Comparator<Cluster> WORST_FIRST =
            Comparator.comparing((Cluster cluster) -> cluster.status().level())
                    .reversed()
                    .thenComparing(Cluster::name);

    private final People people;
    private final String url;
    private final Changes changes;

    /**
     * @param url of the hub's API, for people
     */
    HubFleet(People people, String url, Changes changes) {
        this.people = people;
        this.url = url;
        this.changes = changes;
    }

    @Override
    public Overview overview(Identity who) {
        FleetView view = people.view(who);
        List<Cluster> clusters = view.clusters().stream().map(HubFleet::cluster).toList();
        List<Application> applications = view.applications();
        Map<Level, Integer> byLevel = new EnumMap<>(Level.class);
        for (Application application : applications) {
            byLevel.merge(status(application).level(), 1, Integer::sum);
        }
        return new Overview(
                clusters,
                byLevel,
                applications.stream().mapToInt(Application::ready).sum(),
                applications.stream().mapToInt(Application::replicas).sum(),
                attention(view, clusters, applications),
                recent(who),
                withheld(view));
    }

    private static Set<Overview.Part> withheld(FleetView view) {
        Set<Overview.Part> withheld = EnumSet.noneOf(Overview.Part.class);
        if (!view.mayListClusters()) {
            withheld.add(Overview.Part.CLUSTERS);
        }
        if (!view.mayListApplications() && view.applications().isEmpty()) {
            withheld.add(Overview.Part.APPLICATIONS);
        }
        return withheld;
    }

    private static Status status(Application application) {
        return Statuses.of(application.health(), application.message());
    }

    private static List<Attention> attention(
            FleetView view, List<Cluster> clusters, List<Application> applications) {
        List<Attention> all = new ArrayList<>();
        for (Cluster cluster : clusters) {
            all.add(
                    new Attention(
                            cluster.status(),
                            cluster.name(),
                            "Cluster",
                            "clusters/" + cluster.name()));
        }
        for (Application application : applications) {
            all.add(
                    new Attention(
                            worst(view, application),
                            application.key().toString(),
                            "Application",
                            "applications/" + application.key()));
        }
        return all.stream()
                .filter(one -> one.status().level().compareTo(Level.DEGRADED) >= 0)
                .sorted(
                        Comparator.comparing((Attention one) -> one.status().level())
                                .reversed()
                                .thenComparing(Attention::subject))
                .limit(ATTENTION_SHOWN)
                .toList();
    }

    /** A pod that cannot run is told at once, long before its Deployment gives up. */
    private static Status worst(FleetView view, Application application) {
        Status own = status(application);
        if (own.level() != Level.PROGRESSING) {
            return own;
        }
        return application.workloads().stream()
                .flatMap(workload -> view.pods(workload.template()).stream())
                .map(pod -> Statuses.of(pod.pod()))
                .filter(status -> status.level() == Level.FAILED)
                .findFirst()
                .orElse(own);
    }

    /** The hub's own events; a person who may not list them sees none. */
    private List<Change> recent(Identity who) {
        try {
            return people
                    .hub(who)
                    .list(ResourcePath.all(EVENTS), ListOptions.ALL.page(EVENTS_READ, ""))
                    .items()
                    .stream()
                    .map(HubFleet::change)
                    .sorted(Comparator.comparing(Change::when).reversed())
                    .limit(CHANGES_SHOWN)
                    .toList();
        } catch (ApiException e) {
            if (e.is(Reason.FORBIDDEN) || e.is(Reason.NOT_FOUND)) {
                return List.of();
            }
            throw e;
        }
    }

    private static Change change(JsonNode event) {
        JsonNode about = event.path("involvedObject");
        String name = Trees.text(about, "name");
        String namespace = Trees.text(about, "namespace");
        boolean cluster = Trees.text(about, "kind").equals("Cluster");
        Instant last = Trees.time(event, "lastTimestamp");
        Instant when = last == null ? Trees.time(event, "eventTime") : last;
        return new Change(
                when == null ? Instant.EPOCH : when,
                cluster ? name : namespace + "/" + name,
                Trees.text(event, "message"),
                cluster ? "clusters/" + name : "applications/" + namespace + "/" + name);
    }

    @Override
    public Page<Cluster> clusters(Identity who, PageRequest page) {
        FleetView view = people.view(who);
        Refusals.requireList(view.mayListClusters(), who, FederationKinds.CLUSTERS.groupResource());
        List<Cluster> all = view.clusters().stream().map(HubFleet::cluster).toList();
        return page.of(
                all,
                one -> one.name() + " " + one.status().word() + " " + one.region() + one.provider(),
                HubFleet::order);
    }

    static Comparator<Cluster> order(String key) {
        return switch (key) {
            case "name" -> Comparator.comparing(Cluster::name);
            case "pods" -> Comparator.comparingInt(Cluster::pods).thenComparing(Cluster::name);
            case "version" -> Comparator.comparing(Cluster::version).thenComparing(Cluster::name);
            default -> WORST_FIRST;
        };
    }

    @Override
    public ClusterDetail cluster(Identity who, String name) {
        ObjectNode object =
                people.hub(who)
                        .get(ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster(name)));
        ClusterSummary summary =
                people.view(who)
                        .cluster(name)
                        .orElseThrow(
                                () ->
                                        ApiException.notFound(
                                                FederationKinds.CLUSTERS.groupResource(), name));
        List<String> taints = new ArrayList<>();
        for (JsonNode taint : object.path("spec").path("taints")) {
            taints.add(Trees.text(taint, "key") + ":" + Trees.text(taint, "effect"));
        }
        return new ClusterDetail(
                cluster(summary),
                summary.endpoint(),
                url + "/clusters/" + summary.name() + "/proxy",
                summary.mode(),
                summary.joined().orElse(null),
                summary.labels(),
                taints,
                Trees.conditions(object));
    }

    @Override
    public Page<Node> nodes(Identity who, String cluster, PageRequest page) {
        FleetView view = people.view(who);
        Refusals.requireList(view.mayListNodes(), who, NODES);
        List<Node> nodes = view.nodes(cluster).stream().map(HubFleet::node).toList();
        return page.of(
                nodes,
                node -> node.name() + " " + node.status().word() + " " + node.address(),
                key ->
                        key.equals("status")
                                ? Comparator.comparing((Node node) -> node.status().level())
                                        .reversed()
                                        .thenComparing(Node::name)
                                : Comparator.comparing(Node::name));
    }

    @Override
    public Changes changes() {
        return changes;
    }

    private static Cluster cluster(ClusterSummary summary) {
        return new Cluster(
                summary.name(),
                Statuses.of(summary),
                summary.version(),
                summary.provider(),
                summary.region(),
                summary.readyNodes(),
                summary.nodes(),
                summary.pods(),
                cpu(summary.requested(), summary.allocatable()),
                memory(summary.requested(), summary.allocatable()),
                summary.lastSeen().orElse(null));
    }

    static Amount cpu(ResourceAmounts used, ResourceAmounts all) {
        return new Amount(used.amount("cpu").asMilli(), all.amount("cpu").asMilli());
    }

    static Amount memory(ResourceAmounts used, ResourceAmounts all) {
        return new Amount(used.amount("memory").asLong(), all.amount("memory").asLong());
    }

    static Node node(NodeRow row) {
        Status status = row.ready() ? Status.healthy("Ready") : Status.of(Level.FAILED, "NotReady");
        if (!row.schedulable()) {
            status =
                    new Status(
                            Level.DEGRADED,
                            row.ready() ? "Ready, cordoned" : "NotReady, cordoned",
                            "Takes no new pods");
        }
        return new Node(
                row.name(),
                status,
                "",
                row.version(),
                row.runtime(),
                row.address(),
                row.allocatable().amount("cpu").asMilli(),
                row.allocatable().amount("memory").asLong(),
                (int) row.allocatable().amount("pods").asLong(),
                row.created());
    }
}
