package io.pinisi.portal.demo;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.portal.applications.Application;
import io.pinisi.portal.applications.ApplicationDetail;
import io.pinisi.portal.applications.ApplicationRef;
import io.pinisi.portal.applications.ApplicationService;
import io.pinisi.portal.applications.BindingRow;
import io.pinisi.portal.applications.ContainerImage;
import io.pinisi.portal.applications.Placed;
import io.pinisi.portal.applications.RenderQuestion;
import io.pinisi.portal.applications.Rendering;
import io.pinisi.portal.applications.ServiceAddress;
import io.pinisi.portal.applications.WorkRow;
import io.pinisi.portal.applications.Workload;
import io.pinisi.portal.backend.Backend;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.deploy.DeployRequest;
import io.pinisi.portal.deploy.DeployService;
import io.pinisi.portal.deploy.Deployed;
import io.pinisi.portal.deploy.Plan;
import io.pinisi.portal.deploy.PlannedCluster;
import io.pinisi.portal.deploy.PlannedObject;
import io.pinisi.portal.deploy.Problem;
import io.pinisi.portal.fleet.Amount;
import io.pinisi.portal.fleet.Attention;
import io.pinisi.portal.fleet.Change;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.fleet.ClusterDetail;
import io.pinisi.portal.fleet.Condition;
import io.pinisi.portal.fleet.FleetService;
import io.pinisi.portal.fleet.Node;
import io.pinisi.portal.fleet.Overview;
import io.pinisi.portal.history.FieldChange;
import io.pinisi.portal.membership.Invited;
import io.pinisi.portal.membership.JoinRequest;
import io.pinisi.portal.membership.Joined;
import io.pinisi.portal.membership.Leftovers;
import io.pinisi.portal.membership.MembershipService;
import io.pinisi.portal.placement.PolicyRef;
import io.pinisi.portal.pods.Container;
import io.pinisi.portal.pods.LogRequest;
import io.pinisi.portal.pods.LogStream;
import io.pinisi.portal.pods.Pod;
import io.pinisi.portal.pods.PodDetail;
import io.pinisi.portal.pods.PodEvent;
import io.pinisi.portal.pods.PodRef;
import io.pinisi.portal.pods.PodService;
import io.pinisi.portal.search.Hit;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.tenants.Limit;
import io.pinisi.portal.tenants.Member;
import io.pinisi.portal.tenants.Project;
import io.pinisi.portal.tenants.Tenant;
import io.pinisi.portal.tenants.TenantDetail;
import io.pinisi.portal.tenants.TenantDraft;
import io.pinisi.portal.tenants.TenantService;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Made-up data for {@link DemoPortal} and for tests of views. */
public final class DemoBackend
        implements FleetService,
                ApplicationService,
                PodService,
                DeployService,
                MembershipService,
                TenantService {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private final AtomicInteger replicas = new AtomicInteger(4);

    private DemoBackend() {}

    public static Backend create() {
        DemoBackend demo = new DemoBackend();
        DemoPast past = new DemoPast();
        return new Backend(
                demo,
                demo,
                demo,
                demo,
                demo,
                demo,
                past,
                past,
                new DemoPlacement(),
                new DemoDrift(),
                new DemoRollouts(),
                new DemoDiscovery(),
                new DemoApprovals(),
                new DemoTraffic(),
                new DemoRebalance(),
                new DemoStranding(),
                DemoBackend::found);
    }

    private static List<Hit> found(Identity who, String text, int limit) {
        return List.of(
                        new Hit(Hit.Sort.CLUSTER, "bali", "Cluster", "clusters/bali"),
                        new Hit(Hit.Sort.TENANT, "acme", "Tenant · Acme Trading", "tenants/acme"),
                        new Hit(
                                Hit.Sort.OBJECT,
                                "web",
                                "Deployment · acme-shop · in bali, flores",
                                "applications/acme-shop/web"),
                        new Hit(
                                Hit.Sort.OBJECT,
                                "web-7c9f6d5b4-x2kqj",
                                "Pod · acme-shop · in bali",
                                "clusters/bali/pods/acme-shop/web-7c9f6d5b4-x2kqj"))
                .stream()
                .filter(hit -> (hit.title() + hit.detail()).contains(text))
                .limit(limit)
                .toList();
    }

    @Override
    public Page<Tenant> tenants(Identity who, PageRequest page) {
        return page.of(
                List.of(
                        tenant(),
                        new Tenant(
                                "globex",
                                "globex",
                                new Status(Level.DEGRADED, "No cluster", "no cluster is named"),
                                0,
                                1,
                                List.of())),
                Tenant::name,
                key -> Comparator.comparing(Tenant::name));
    }

    private static Tenant tenant() {
        return new Tenant(
                "acme", "Acme Trading", Status.healthy("Ready"), 2, 3, List.of("bali", "flores"));
    }

    @Override
    public TenantDetail tenant(Identity who, String name) {
        return new TenantDetail(
                tenant(),
                List.of(
                        new Member("owner", "Group", "/tenants/acme/owners"),
                        new Member("deployer", "Group", "/tenants/acme/developers"),
                        new Member("viewer", "User", "ann@acme.example")),
                List.of(
                        new Project(
                                "acme-old",
                                "",
                                new Status(Level.DEGRADED, "Left", "holds 2 ConfigMap"),
                                "",
                                false),
                        new Project(
                                "acme-shop",
                                "Web shop",
                                Status.healthy("Ready"),
                                "pods 7, requests.cpu 1750m",
                                true)),
                List.of(
                        new Limit("pods", "7", "20", 35),
                        new Limit("requests.cpu", "1750m", "2", 88)),
                false,
                List.of("docker.io/library", "registry.acme.example/team"),
                "baseline",
                List.of(
                        new Condition(
                                "Ready", "True", "Effective", "all of it is in place", START)),
                true);
    }

    @Override
    public boolean mayAdminister(Identity who) {
        return true;
    }

    @Override
    public TenantDraft draft(Identity who, String name) {
        return new TenantDraft(
                "acme",
                "Acme Trading",
                tenant(who, name).members(),
                Map.of("acme-shop", "Web shop"),
                List.of("bali"),
                Map.of("region", "eu"),
                false,
                Map.of("pods", "20", "requests.cpu", "2"),
                List.of("docker.io/library"),
                "baseline");
    }

    @Override
    public List<TenantDraft.Fault> create(Identity who, TenantDraft draft) {
        return draft.projects().keySet().stream()
                .filter(project -> !project.startsWith(draft.name() + "-"))
                .map(
                        project ->
                                new TenantDraft.Fault(
                                        "spec.projects[0].name",
                                        "must begin with \"" + draft.name() + "-\""))
                .toList();
    }

    @Override
    public List<TenantDraft.Fault> update(Identity who, TenantDraft draft) {
        return create(who, draft);
    }

    @Override
    public void createProject(Identity who, String tenant, String project, String displayName) {}

    @Override
    public void removeProject(Identity who, String tenant, String project) {}

    @Override
    public void invite(Identity who, String tenant, Member member) {}

    @Override
    public void dismiss(Identity who, String tenant, Member member) {}

    private static Cluster cluster(String name, Status status, int ready) {
        return new Cluster(
                name,
                status,
                "v1.32.0+pinisi",
                "pinisi",
                name.equals("bali") ? "lesser-sunda" : "",
                ready,
                2,
                ready * 5,
                new Amount(1250L * ready, 4000),
                new Amount(900L * 1024 * 1024 * ready, 8L * 1024 * 1024 * 1024),
                START);
    }

    private static List<Cluster> all() {
        return List.of(
                cluster("bali", Status.healthy("Ready"), 2),
                cluster(
                        "flores",
                        new Status(
                                Level.DEGRADED, "1 node not ready", "flores-2 stopped reporting"),
                        1),
                cluster(
                        "sumba",
                        new Status(Level.UNREACHABLE, "Unreachable", "Last seen 3m ago"),
                        0));
    }

    @Override
    public Overview overview(Identity who) {
        return new Overview(
                all(),
                Map.of(Level.HEALTHY, 6, Level.PROGRESSING, 1, Level.FAILED, 1),
                21,
                24,
                List.of(
                        new Attention(
                                new Status(
                                        Level.FAILED,
                                        "ImagePullBackOff",
                                        "Back-off pulling image \"nginx:1.99\""),
                                "shop/web",
                                "Deployment",
                                "applications/shop/web"),
                        new Attention(
                                new Status(Level.UNREACHABLE, "Unreachable", "Last seen 3m ago"),
                                "sumba",
                                "Cluster",
                                "clusters/sumba"),
                        new Attention(
                                Status.of(Level.DEGRADED, "1 node not ready"),
                                "flores",
                                "Cluster",
                                "clusters/flores")),
                List.of(
                        new Change(
                                START.minusSeconds(40),
                                "shop/web",
                                "was scaled from 3 to 4",
                                "applications/shop/web"),
                        new Change(
                                START.minusSeconds(4000),
                                "shop/cart",
                                "was deployed to bali and flores",
                                "applications/shop/cart")),
                Set.of());
    }

    @Override
    public Page<Cluster> clusters(Identity who, PageRequest page) {
        return page.of(
                all(),
                cluster -> cluster.name() + " " + cluster.status().word() + " " + cluster.region(),
                sort ->
                        sort.equals("name")
                                ? Comparator.comparing(Cluster::name)
                                : Comparator.comparing((Cluster c) -> c.status().level())
                                        .reversed()
                                        .thenComparing(Cluster::name));
    }

    @Override
    public ClusterDetail cluster(Identity who, String name) {
        Cluster cluster =
                all().stream()
                        .filter(c -> c.name().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        ApiException.notFound(
                                                new GroupResource("cluster.karmada.io", "clusters"),
                                                name));
        return new ClusterDetail(
                cluster,
                "https://127.0.0.1:6444",
                "https://hub.example:6443/clusters/" + cluster.name() + "/proxy",
                "Push",
                START.minusSeconds(86_400),
                Map.of("region", "nusa-tenggara", "tier", "edge"),
                List.of(),
                List.of(
                        new Condition(
                                "Ready",
                                "True",
                                "ClusterReady",
                                "the API server answers",
                                START.minusSeconds(3600))));
    }

    @Override
    public Page<Node> nodes(Identity who, String cluster, PageRequest page) {
        List<Node> nodes =
                List.of(
                        node(cluster + "-1", Status.healthy("Ready")),
                        node(
                                cluster + "-2",
                                cluster.equals("flores")
                                        ? Status.of(Level.FAILED, "NotReady")
                                        : Status.healthy("Ready")));
        return page.of(nodes, Node::name, sort -> Comparator.comparing(Node::name));
    }

    private static Node node(String name, Status status) {
        return new Node(
                name,
                status,
                "worker",
                "v1.32.0+pinisi",
                "containerd://1.7.2",
                "10.61.0.2",
                2000,
                4L * 1024 * 1024 * 1024,
                110,
                START.minusSeconds(90_000));
    }

    private List<Application> applications() {
        List<Application> applications = new ArrayList<>();
        applications.add(web());
        for (String name : List.of("cart", "catalog", "checkout", "mail", "search", "stock")) {
            applications.add(
                    new Application(
                            new ApplicationRef("shop", name),
                            Status.healthy("Available"),
                            List.of("bali", "flores"),
                            3,
                            3,
                            List.of("registry.example/shop/" + name + ":2.4.1"),
                            START.minusSeconds(7_000)));
        }
        return applications;
    }

    private Application web() {
        int desired = replicas.get();
        return new Application(
                new ApplicationRef("shop", "web"),
                new Status(
                        Level.PROGRESSING, "Rolling out", "1 of " + desired + " pods is not ready"),
                List.of("bali", "flores"),
                desired - 1,
                desired,
                List.of("nginx:1.27"),
                START.minusSeconds(700_000));
    }

    @Override
    public Page<Application> list(Identity who, PageRequest page) {
        return page.of(
                applications(),
                app -> app.ref().namespace() + "/" + app.ref().name() + " " + app.images(),
                sort ->
                        sort.equals("name")
                                ? Comparator.comparing((Application a) -> a.ref().name())
                                : Comparator.comparing((Application a) -> a.status().level())
                                        .reversed()
                                        .thenComparing(a -> a.ref().name()));
    }

    @Override
    public ApplicationDetail get(Identity who, ApplicationRef ref) {
        return new ApplicationDetail(
                web(),
                List.of(
                        new Workload(
                                "apps/v1",
                                "Deployment",
                                "web",
                                OptionalInt.of(replicas.get()),
                                List.of(new ContainerImage("web", "nginx:1.27")))),
                List.of(
                        new Placed("bali", Status.healthy("Healthy"), 2, 2, 2),
                        new Placed("flores", Status.of(Level.PROGRESSING, "Rolling out"), 1, 2, 2)),
                List.of(
                        pod("bali", "web-6d4b75cb6d-hx2lq", Status.healthy("Running"), 1),
                        pod("bali", "web-6d4b75cb6d-p9q4z", Status.healthy("Running"), 1),
                        pod("flores", "web-6d4b75cb6d-7kw2m", Status.healthy("Running"), 1),
                        pod(
                                "flores",
                                "web-6d4b75cb6d-zz81v",
                                Status.of(Level.PROGRESSING, "ContainerCreating"),
                                0)),
                List.of(
                        new ServiceAddress(
                                "bali",
                                "web",
                                "NodePort",
                                "10.62.14.9",
                                "80:30080/TCP",
                                List.of(URI.create("http://10.61.0.2:30080")))),
                List.of(
                        new Condition(
                                "Available",
                                "True",
                                "MinimumReplicasAvailable",
                                "Deployment has minimum availability.",
                                START)),
                List.of(
                        new BindingRow(
                                "Deployment shop/web",
                                "web-deployment",
                                Status.healthy("Yes"),
                                new Status(
                                        Level.PROGRESSING,
                                        "Applying",
                                        "Not every cluster has it yet"))),
                List.of(
                        new WorkRow(
                                "Deployment shop/web",
                                "bali",
                                "2",
                                Status.healthy("Applied"),
                                "5",
                                START),
                        new WorkRow(
                                "Deployment shop/web",
                                "flores",
                                "2",
                                new Status(
                                        Level.PROGRESSING,
                                        "On its way",
                                        "the cluster cannot be reached"),
                                "4 of 5",
                                START)),
                List.of(new PolicyRef("shop", "web")),
                true);
    }

    private static Pod pod(String cluster, String name, Status status, int ready) {
        return new Pod(
                new PodRef(cluster, "shop", name),
                status,
                ready,
                1,
                name.endsWith("hx2lq") ? 2 : 0,
                cluster + "-1",
                "10.63.1.17",
                START.minusSeconds(400));
    }

    @Override
    public String yaml(Identity who, ApplicationRef ref) {
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\n"
                + "spec:\n  replicas: "
                + replicas.get()
                + "\n";
    }

    @Override
    public Rendering rendered(Identity who, ApplicationRef ref, RenderQuestion question) {
        FieldChange image =
                new FieldChange(
                        "spec.template.spec.containers[web].image",
                        "nginx:1.27",
                        "registry.bali.example/nginx:1.27");
        return new Rendering(
                new RenderQuestion(
                        "Deployment shop/web",
                        question.left(),
                        question.right().isEmpty() ? "bali" : question.right()),
                List.of("Deployment shop/web", "Service shop/web"),
                List.of("bali", "flores"),
                question.left().equals("flores")
                        ? List.of(
                                "flores: OverridePolicy shop/where"
                                        + " spec.overrideRules[0].overriders.labelsOverrider[0]:"
                                        + " cluster \"flores\" has no zone")
                        : List.of(),
                question.left().equals("flores")
                        ? List.of()
                        : List.of(image, new FieldChange("spec.replicas", "4", "2")),
                List.of(
                        new Rendering.Step(
                                "bali",
                                "OverridePolicy shop/images",
                                "spec.overrideRules[0].overriders.imageOverrider[0]",
                                image)),
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  namespace: shop
                spec:
                  replicas: 2
                  template:
                    spec:
                      containers:
                      - name: web
                        image: registry.bali.example/nginx:1.27
                """);
    }

    @Override
    public void scale(Identity who, ApplicationRef ref, Workload workload, int wanted) {
        replicas.set(wanted);
    }

    @Override
    public void restart(Identity who, ApplicationRef ref, Workload workload) {}

    @Override
    public void setImage(
            Identity who, ApplicationRef ref, Workload workload, ContainerImage image) {}

    @Override
    public void delete(Identity who, ApplicationRef ref) {}

    @Override
    public PodDetail get(Identity who, PodRef ref) {
        return new PodDetail(
                pod(ref.cluster(), ref.name(), Status.healthy("Running"), 1),
                "web",
                Map.of("app", "web", "pod-template-hash", "6d4b75cb6d"),
                List.of(
                        new Container(
                                "web",
                                "nginx:1.27",
                                false,
                                Status.healthy("Running"),
                                2,
                                START.minusSeconds(380),
                                "Error, exit code 1")),
                List.of(
                        new Condition("Ready", "True", "", "", START.minusSeconds(370)),
                        new Condition("PodScheduled", "True", "", "", START.minusSeconds(400))),
                List.of(
                        new PodEvent(
                                false,
                                "Scheduled",
                                "Successfully assigned shop/web to bali-1",
                                1,
                                "default-scheduler",
                                START.minusSeconds(400)),
                        new PodEvent(
                                true,
                                "BackOff",
                                "Back-off restarting failed container web",
                                4,
                                "kubelet",
                                START.minusSeconds(390))));
    }

    @Override
    public void delete(Identity who, PodRef pod) {}

    @Override
    public LogStream log(Identity who, LogRequest request) {
        AtomicInteger line = new AtomicInteger();
        AtomicBoolean closed = new AtomicBoolean();
        return new LogStream() {
            @Override
            public @Nullable String next() throws InterruptedException {
                if (line.get() > 200) {
                    Thread.sleep(400);
                }
                int n = line.incrementAndGet();
                return closed.get()
                        ? null
                        : Instant.now()
                                + " 10.61.0."
                                + (n % 250)
                                + " \"GET /item/"
                                + n
                                + " HTTP/1.1\" "
                                + (n % 17 == 0 ? "500 error: upstream timed out" : "200 612")
                                + " \"Mozilla/5.0\"";
            }

            @Override
            public boolean ready() {
                return line.get() <= 200;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
    }

    @Override
    public List<String> namespaces(Identity who) {
        return List.of("default", "shop");
    }

    @Override
    public Plan plan(Identity who, DeployRequest request) {
        if (!request.manifest().contains("kind:")) {
            return new Plan(
                    List.of(),
                    List.of(),
                    List.of(
                            new Problem(
                                    1, "", "kind", "Object 'Kind' is missing in the manifest")));
        }
        return new Plan(
                List.of(
                        new PlannedObject(
                                "Deployment", "shop", "web", PlannedObject.Effect.CREATED),
                        new PlannedObject("Service", "shop", "web", PlannedObject.Effect.CHANGED)),
                all().stream()
                        .map(
                                cluster ->
                                        new PlannedCluster(
                                                cluster.name(),
                                                request.clusters().contains(cluster.name()),
                                                request.clusters().contains(cluster.name())
                                                        ? "chosen by name"
                                                        : "not chosen",
                                                request.clusters().contains(cluster.name())
                                                        ? Map.of("Deployment web", 2)
                                                        : Map.of()))
                        .toList(),
                request.manifest().contains("replica:")
                        ? List.of(
                                new Problem(
                                        1,
                                        "Deployment/web",
                                        "spec.replica",
                                        "unknown field \"spec.replica\""))
                        : List.of());
    }

    @Override
    public Deployed deploy(Identity who, DeployRequest request) {
        return new Deployed.Done(Optional.of(new ApplicationRef("shop", "web")));
    }

    @Override
    public Changes changes() {
        return listener -> () -> {};
    }

    @Override
    public Joined join(Identity who, JoinRequest request) {
        return new Joined.Refused(
                List.of(
                        new Joined.Fault(
                                "clusters.cluster.server", "the host name does not resolve")));
    }

    @Override
    public Invited expect(Identity who, JoinRequest request) {
        return inviteAgain(who, request.name());
    }

    @Override
    public Invited inviteAgain(Identity who, String cluster) {
        return new Invited.Done(
                cluster,
                """
                pinisi agent --hub https://hub.example:6443 \\
                    --cluster %s \\
                    --token abcdef.0123456789abcdef \\
                    --kubeconfig %s.kubeconfig\
                """
                        .formatted(cluster, cluster),
                START.plusSeconds(3600));
    }

    @Override
    public boolean mayJoin(Identity who) {
        return true;
    }

    @Override
    public boolean mayUnjoin(Identity who, String cluster) {
        return true;
    }

    @Override
    public void unjoin(Identity who, String cluster, Leftovers leftovers) {}
}
