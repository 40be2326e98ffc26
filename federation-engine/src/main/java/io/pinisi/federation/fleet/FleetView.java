package io.pinisi.federation.fleet;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.federation.deschedule.Waiting;
import io.pinisi.federation.discovery.ServiceReach;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.membership.Member;
import io.pinisi.federation.membership.NodeRow;
import io.pinisi.federation.membership.PodRow;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Deliveries;
import io.pinisi.federation.propagation.RenderPreview;
import io.pinisi.federation.traffic.Traffic;
import io.pinisi.federation.traffic.TrafficReport;
import io.pinisi.federation.whatif.BlastRadius;
import io.pinisi.federation.whatif.Change;
import io.pinisi.federation.whatif.Coverage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fleet as one person may see it. A person sees an application whose namespace they may list
 * deployments in, pods likewise, nodes by the right to list them on the hub, and the clusters that
 * the hub lists for them; of other clusters not even the name.
 */
public final class FleetView {
    private static final GroupVersionResource EVENTS = GroupVersionResource.of("v1", "events");
    private static final GroupVersionResource DEPLOYMENTS =
            GroupVersionResource.of("apps/v1", "deployments");

    private final Fleet.Sources sources;
    private final ApiClient hub;
    private final UserInfo person;
    private final Rights rights;

    FleetView(Fleet.Sources sources, ApiClient hub, UserInfo person, Rights rights) {
        this.sources = sources;
        this.hub = hub;
        this.person = person;
        this.rights = rights;
    }

    /**
     * Whether an empty list of clusters means that there are none: else nobody let this person
     * look.
     */
    public boolean mayListClusters() {
        return rights.clusters().isPresent();
    }

    /** The same of nodes. */
    public boolean mayListNodes() {
        return rights.may("list", "", "nodes", "");
    }

    /** The same of applications, in all namespaces or in all that the person has any right in. */
    public boolean mayListApplications() {
        return rights.may("list", "apps", "deployments", "") || rights.maySome(DEPLOYMENTS);
    }

    /**
     * Whether the person may do something with an object of a cluster-wide kind.
     *
     * @param name empty for the kind as a whole
     */
    public boolean may(String verb, GroupVersionResource resource, String name) {
        return rights.mayOne(verb, resource.group(), resource.resource(), name);
    }

    /** The same of a kind in one namespace. */
    public boolean mayIn(String verb, GroupVersionResource resource, String namespace) {
        return rights.may(verb, resource.group(), resource.resource(), namespace);
    }

    /** The same of the pods in one namespace. */
    public boolean mayListPods(String namespace) {
        return rights.maySee("", "pods", namespace);
    }

    /** By name. */
    public List<ClusterSummary> clusters() {
        ClusterSummaries summaries = new ClusterSummaries(sources);
        return sources.membership().clusters().stream()
                .filter(cluster -> seesCluster(Metadata.of(cluster).name()))
                .map(summaries::of)
                .sorted(Comparator.comparing(ClusterSummary::name))
                .toList();
    }

    /** Whether the cluster exists for the person. */
    public boolean seesCluster(String name) {
        return rights.clusters().filter(names -> names.contains(name)).isPresent();
    }

    /**
     * Whether the person may list clusters, and this is none of theirs. One who may list none at
     * all still sees what is theirs, wherever it runs.
     */
    public boolean hidesCluster(String name) {
        return rights.clusters().filter(names -> !names.contains(name)).isPresent();
    }

    public Optional<ClusterSummary> cluster(String name) {
        return clusters().stream().filter(cluster -> cluster.name().equals(name)).findFirst();
    }

    /** Of a simulation what the person may see. */
    public Simulated simulate(Change change) {
        return seen(sources.snapshots().simulate(change));
    }

    /** What replicas that find no node would move to, before their time is over. */
    public Simulated descheduling() {
        return seen(sources.snapshots().descheduling());
    }

    /** Replicas that find no node, the next to be placed elsewhere first. */
    public List<Waiting> waiting() {
        return sources.snapshots().waiting().stream()
                .filter(one -> maySee(one.template()) && seesCluster(one.cluster()))
                .toList();
    }

    private Simulated seen(BlastRadius radius) {
        List<BlastRadius.Move> seen =
                radius.moves().stream()
                        .filter(move -> maySee(move.template()))
                        .map(this::explained)
                        .toList();
        return new Simulated(
                new BlastRadius(
                        seen,
                        radius.clusters().stream()
                                .filter(effect -> seesCluster(effect.cluster()))
                                .toList(),
                        radius.untouched()),
                radius.moves().size() - seen.size());
    }

    /** Without the reasons about clusters that do not exist for the person. */
    private BlastRadius.Move explained(BlastRadius.Move move) {
        Decision decision = move.decision();
        List<Decision.Verdict> seen =
                decision.verdicts().stream()
                        .filter(verdict -> seesCluster(verdict.cluster()))
                        .toList();
        return new BlastRadius.Move(
                move.template(),
                move.requests(),
                move.before(),
                move.after(),
                move.problem(),
                new Decision(decision.targets(), seen, decision.result(), decision.expires()));
    }

    /**
     * @param hidden objects that would move too, and that the person may not see
     */
    public record Simulated(BlastRadius radius, int hidden) {}

    /** What policies select; objects that the person may not see are left out. */
    public Coverage coverage() {
        Coverage coverage = sources.snapshots().coverage();
        return new Coverage(
                coverage.policies().stream()
                        .filter(use -> maySeePolicies(use.policy().key().namespace()))
                        .toList(),
                coverage.unmatched().stream().filter(this::maySee).toList());
    }

    /** How changes come into the clusters that the person sees, by name. */
    public List<TrafficReport> traffic() {
        return sources.traffic().get().stream()
                .map(Traffic::report)
                .filter(report -> seesCluster(report.cluster()))
                .map(this::narrowed)
                .sorted(Comparator.comparing(TrafficReport::cluster))
                .toList();
    }

    private TrafficReport narrowed(TrafficReport report) {
        return report.with(
                report.oldest().filter(one -> maySee(one.template())),
                report.trouble().filter(one -> maySee(one.template())));
    }

    /** What a cluster does not have as it should, the longest first. */
    public List<Deliveries.Unfinished> unfinished(String cluster) {
        return seesCluster(cluster)
                ? sources.deliveries().unfinished(cluster).stream()
                        .filter(one -> maySee(one.template()))
                        .toList()
                : List.of();
    }

    /** Services that clusters share, those whose exports the person may list. */
    public List<ServiceReach> services() {
        return sources.discovery().survey().stream()
                .filter(this::maySee)
                .map(service -> service.within(cluster -> !hidesCluster(cluster)))
                .toList();
    }

    private boolean maySee(ServiceReach service) {
        GroupVersionResource exports =
                service.derived()
                        ? FederationKinds.SERVICE_EXPORTS
                        : FederationKinds.MULTI_CLUSTER_SERVICES;
        return rights.maySee(
                exports.group(),
                exports.resource(),
                Objects.requireNonNullElse(service.service().namespace(), ""));
    }

    /** Whether having no service to show means that there is none. */
    public boolean mayListServices() {
        return rights.maySome(FederationKinds.SERVICE_EXPORTS);
    }

    /** Objects of the hub and of all members, those that the person may list on the hub. */
    public List<FoundObject> search(SearchQuery query) {
        return new FleetSearch(sources).find(query, this::maySee);
    }

    private boolean maySee(FoundObject found) {
        if (!found.cluster().isEmpty() && hidesCluster(found.cluster())) {
            return false;
        }
        String group = found.resource().group();
        String resource = found.resource().resource();
        String namespace = found.key().namespace();
        return namespace == null
                ? rights.may("list", group, resource, "")
                : rights.existsFor(namespace) && rights.maySee(group, resource, namespace);
    }

    private boolean maySee(Template template) {
        String namespace = template.key().namespace();
        return namespace == null
                ? rights.may("list", FederationKinds.CLUSTERS.group(), "clusters", "")
                : rights.maySee("apps", "deployments", namespace);
    }

    private boolean maySeePolicies(@Nullable String namespace) {
        String group = FederationKinds.POLICIES.group();
        return namespace == null
                ? rights.may("list", group, "clusterpropagationpolicies", "")
                : rights.maySee(group, "propagationpolicies", namespace);
    }

    /** A cluster's nodes by name. */
    public List<NodeRow> nodes(String cluster) {
        if (!mayListNodes() || !seesCluster(cluster)) {
            return List.of();
        }
        return sources.membership().member(cluster).map(Member::nodes).orElse(List.of()).stream()
                .sorted(Comparator.comparing(NodeRow::name))
                .toList();
    }

    /** Every application, by namespace and name. */
    public List<Application> applications() {
        return applications(key -> true);
    }

    public Optional<Application> application(ApplicationKey key) {
        return applications(key::equals).stream().findFirst();
    }

    private List<Application> applications(Predicate<ApplicationKey> wanted) {
        List<ObjectNode> objects = new ArrayList<>();
        sources.templates().kinds().forEach(kind -> objects.addAll(sources.templates().all(kind)));
        ApplicationSummaries summaries = new ApplicationSummaries(sources, this::seesCluster);
        List<Application> applications = new ArrayList<>();
        ApplicationGroups.of(objects)
                .forEach(
                        (key, group) -> {
                            if (wanted.test(key)
                                    && rights.maySee("apps", "deployments", key.namespace())) {
                                applications.add(summaries.of(key, group));
                            }
                        });
        return applications;
    }

    /** The decisions about an application's objects, workloads first. */
    public List<BindingSummary> bindings(ApplicationKey key) {
        BindingSummaries summaries =
                new BindingSummaries(sources, cluster -> !hidesCluster(cluster));
        return application(key).stream()
                .flatMap(application -> application.objects().stream())
                .flatMap(object -> summaries.of(object.template()).stream())
                .toList();
    }

    /** What each cluster that the person sees gets of an object; empty where it is nowhere. */
    public Optional<RenderPreview> rendered(Template template) {
        return sources.snapshots()
                .rendered(template)
                .filter(preview -> maySee(template))
                .map(
                        preview ->
                                new RenderPreview(
                                        preview.template(),
                                        preview.rows().stream()
                                                .filter(row -> !hidesCluster(row.cluster()))
                                                .toList()));
    }

    /** The pods of a template's copies, by cluster and name. */
    public List<PodSummary> pods(Template template) {
        Optional<ObjectNode> object = sources.templates().find(template);
        String namespace = template.key().namespace();
        if (object.isEmpty() || namespace == null || !mayListPods(namespace)) {
            return List.of();
        }
        Predicate<PodRow> belongs = belongs(template, object.get());
        List<PodSummary> pods = new ArrayList<>();
        for (String cluster : placedIn(template)) {
            pods.addAll(
                    pods(
                            cluster,
                            pod -> namespace.equals(pod.key().namespace()) && belongs.test(pod)));
        }
        return pods;
    }

    /** The pods of all workloads of an application. */
    public List<PodSummary> pods(ApplicationKey key) {
        return application(key).stream()
                .flatMap(application -> application.workloads().stream())
                .flatMap(workload -> pods(workload.template()).stream())
                .distinct()
                .toList();
    }

    /** All pods of a cluster that the person may see. */
    public List<PodSummary> pods(String cluster) {
        return pods(
                cluster, pod -> mayListPods(Objects.requireNonNullElse(pod.key().namespace(), "")));
    }

    public Optional<PodSummary> pod(String cluster, ObjectKey key) {
        if (!mayListPods(Objects.requireNonNullElse(key.namespace(), ""))) {
            return Optional.empty();
        }
        return pods(cluster, pod -> pod.key().equals(key)).stream().findFirst();
    }

    private List<PodSummary> pods(String cluster, Predicate<PodRow> wanted) {
        if (hidesCluster(cluster)) {
            return List.of();
        }
        return sources.membership().member(cluster).map(Member::pods).orElse(List.of()).stream()
                .filter(wanted)
                .sorted(Comparator.comparing(pod -> pod.key().toString()))
                .map(pod -> new PodSummary(cluster, pod))
                .toList();
    }

    private List<String> placedIn(Template template) {
        return sources.status().placed(template).stream().map(placed -> placed.cluster()).toList();
    }

    private static Predicate<PodRow> belongs(Template template, ObjectNode object) {
        if (template.kind().kind().equals("Pod")) {
            return pod -> pod.key().equals(template.key());
        }
        JsonNode selector = Json.at(object, "spec", "selector");
        if (selector == null) {
            return pod -> template.key().name().equals(pod.labels().get("job-name"));
        }
        LabelSelector labels = LabelSelector.of(selector);
        return pod -> labels.matches(pod.labels());
    }

    /**
     * What a cluster tells about one object, the newest first; asked of the member as the person.
     *
     * @param kind such as {@code Pod}
     */
    public List<EventSummary> events(String cluster, String kind, ObjectKey object) {
        return events(cluster, sources.clients().api(cluster, person), kind, object);
    }

    /** What the hub tells about one of its objects, the newest first. */
    public List<EventSummary> events(Template template) {
        return events("", hub, template.kind().kind(), template.key());
    }

    private static List<EventSummary> events(
            String cluster, ApiClient api, String kind, ObjectKey object) {
        String namespace = Objects.requireNonNullElse(object.namespace(), "default");
        String fields = "involvedObject.kind=" + kind + ",involvedObject.name=" + object.name();
        return api
                .list(ResourcePath.all(EVENTS).in(namespace), ListOptions.ALL.fields(fields))
                .items()
                .stream()
                .map(event -> EventSummary.of(cluster, event))
                .sorted(
                        Comparator.comparing(
                                        (EventSummary event) ->
                                                event.last().orElse(java.time.Instant.EPOCH))
                                .reversed())
                .toList();
    }

    /** The object itself, asked of the hub as the person. */
    public Optional<ObjectNode> object(Template template) {
        return sources.templates().path(template).flatMap(hub::find);
    }

    /** A copy itself, asked of the member as the person. */
    public Optional<ObjectNode> object(String cluster, Template template) {
        return sources.templates()
                .path(template)
                .flatMap(sources.clients().api(cluster, person)::find);
    }
}
