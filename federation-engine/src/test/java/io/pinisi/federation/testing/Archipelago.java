package io.pinisi.federation.testing;

import io.pinisi.cluster.app.HouseRules;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.HttpTransport;
import io.pinisi.cluster.history.SecretDigests;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.cluster.storage.KeyRing;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.history.History;
import io.pinisi.federation.Federation;
import io.pinisi.federation.FederationAssembly;
import io.pinisi.federation.FederationOptions;
import io.pinisi.federation.access.EngineAccess;
import io.pinisi.federation.access.EngineOnly;
import io.pinisi.federation.access.WithAgents;
import io.pinisi.federation.approval.ApprovalRules;
import io.pinisi.federation.door.Door;
import io.pinisi.federation.door.DoorLimits;
import io.pinisi.federation.door.SearchDocument;
import io.pinisi.federation.failover.FailoverPolicy;
import io.pinisi.federation.guard.FuseLimits;
import io.pinisi.federation.history.MemberHistory;
import io.pinisi.federation.history.MemberHistoryLimits;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.login.PluginRules;
import io.pinisi.federation.membership.HealthPolicy;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.reverse.AgentGate;
import io.pinisi.federation.rollout.RolloutRules;
import io.pinisi.federation.tenancy.TenantRules;
import io.pinisi.federation.tunnel.TunnelLimits;
import io.pinisi.federation.work.WorkView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A hub with its engine, and members that it knows by their kubeconfigs over TLS. */
public final class Archipelago implements AutoCloseable {
    /** A member that is stopped refuses at once; one that is slow belongs to a busy machine. */
    private static final HealthPolicy QUICK =
            new HealthPolicy(
                    Duration.ofMillis(200), Duration.ofSeconds(20), 2, 1, Duration.ofMillis(500));

    /** Few, so that a test can take them all; rights are looked at often. */
    private static final DoorLimits DOOR =
            new DoorLimits(8, 100, Duration.ofHours(4), Duration.ofMillis(100));

    private final @Nullable History history;
    private final ApprovalRules approvals =
            new ApprovalRules(KeyRing.ephemeral(), InstantSource.system());
    private final TestCluster hub;
    private final Map<String, TestCluster> members = new TreeMap<>();
    private final Map<String, TestCluster> strangers = new TreeMap<>();
    private final Map<String, Strait> straits = new TreeMap<>();
    private final Set<String> allowed = new HashSet<>();
    private final AgentGate gate = new AgentGate(TunnelLimits.DEFAULT, InstantSource.system());
    private final Door door = new Door(DOOR, InstantSource.system());
    private final SearchDocument search = new SearchDocument();
    private final WorkView works = new WorkView(InstantSource.system());
    private HealthPolicy health = QUICK;
    private FuseLimits fuse = FuseLimits.DEFAULT;
    private FailoverPolicy failover = FailoverPolicy.DEFAULT;
    private InstantSource clock = InstantSource.system();
    private PluginRules plugins = PluginRules.NONE;
    private @Nullable Federation federation;

    public Archipelago(List<String> names) {
        this(names, null);
    }

    /**
     * @param history of hub and members; null where nothing is remembered
     */
    public Archipelago(List<String> names, @Nullable History history) {
        this.history = history;
        this.hub =
                new TestCluster("hub", Profile.HUB, FederationKinds.extraKinds())
                        .guardedBy(new EngineOnly())
                        .ruledBy(
                                new WithAgents(
                                        HouseRules.all(
                                                new TenantRules(InstantSource.system()),
                                                new RolloutRules(InstantSource.system()),
                                                approvals,
                                                door,
                                                search,
                                                works),
                                        gate));
        if (history != null) {
            hub.remembering(history);
        }
        hub.start();
        approvals.connect(this::asEngine);
        EngineAccess.prepareHub(hub.admin());
        for (String name : names) {
            EngineAccess.prepareMember(add(name, members).admin());
        }
    }

    private static TestCluster add(String name, Map<String, TestCluster> clusters) {
        TestCluster cluster = new TestCluster(name, Profile.CLUSTER, List.of()).start();
        clusters.put(name, cluster);
        return cluster;
    }

    /** A cluster that may be dialled and is no member. */
    public Archipelago stranger(String name) {
        add(name, strangers);
        return this;
    }

    public Archipelago withControllers() {
        hub.startControllers();
        all().forEach(TestCluster::startControllers);
        return this;
    }

    /** Deletes wait so long for others that follow from the same change. */
    public Archipelago gathering(Duration time) {
        fuse = new FuseLimits(fuse.most(), fuse.window(), time, fuse.caution());
        return this;
    }

    /** Replicas that find no node for so long go elsewhere. */
    public Archipelago stranding(Duration time) {
        failover =
                new FailoverPolicy(
                        failover.toleration(), failover.grace(), failover.settling(), time);
        return this;
    }

    /**
     * Lets the hub dial this as well.
     *
     * @param address host and port
     */
    public Archipelago allowing(String address) {
        allowed.add(address);
        return this;
    }

    /** Lets kubeconfigs have these programs run. */
    public Archipelago running(PluginRules programs) {
        plugins = programs;
        return this;
    }

    /** The clock of the next engine is off by so much from those of the members. */
    public Archipelago skewed(Duration ahead) {
        clock = InstantSource.offset(InstantSource.system(), ahead);
        return this;
    }

    /** Probes as often, and as patiently, as in production. */
    public Archipelago withDefaultHealth() {
        health = HealthPolicy.DEFAULT;
        return this;
    }

    /** Puts water between the hub and a member; to be called before {@link #federate}. */
    public Strait strait(String name) {
        return straits.computeIfAbsent(name, absent -> new Strait(member(name).port()));
    }

    private String address(String name, TestCluster cluster) {
        Strait strait = straits.get(name);
        return strait == null ? cluster.hostPort() : strait.hostPort();
    }

    private String kubeconfig(String name, TestCluster member) {
        return member.server()
                .kubeconfig(name, EngineAccess.ENGINE)
                .replace(member.hostPort(), address(name, member));
    }

    private Stream<TestCluster> all() {
        return Stream.concat(members.values().stream(), strangers.values().stream());
    }

    /** Starts the engine and joins all members. */
    public Archipelago federate() throws InterruptedException {
        return federate(asEngine());
    }

    /**
     * The same, with an engine that may be cut off from its hub.
     *
     * @param engine the hub as the engine
     */
    public Archipelago federate(ApiClient engine) throws InterruptedException {
        Set<String> addresses =
                all().map(TestCluster::hostPort).collect(Collectors.toCollection(HashSet::new));
        straits.values().forEach(strait -> addresses.add(strait.hostPort()));
        addresses.addAll(allowed);
        Federation started =
                FederationAssembly.start(
                        FederationOptions.of(engine)
                                .tracedBy(hub.requests()::of)
                                .allowing(addresses)
                                .running(plugins)
                                .reachedThrough(gate, hub.server().pki()::sign)
                                .withHealth(health)
                                .withClock(clock)
                                .withFailover(failover)
                                .withFuse(fuse),
                        remembering());
        federation = started;
        door.open(started.clients());
        works.open(started.works());
        search.open(person -> started.fleet().as(as(person), person));
        members.forEach(
                (name, member) ->
                        started.members()
                                .ensure(
                                        asEngine(),
                                        new Members.Join(
                                                name,
                                                kubeconfig(name, member),
                                                Map.of("name", name),
                                                "",
                                                "",
                                                List.of())));
        return this;
    }

    private MemberHistory.@Nullable Options remembering() {
        return history == null
                ? null
                : new MemberHistory.Options(
                        history,
                        SecretDigests.in(hub.pki()),
                        MemberHistoryLimits.STANDARD,
                        InstantSource.system());
    }

    public void stopEngine() {
        door.open(null);
        search.open(null);
        works.open(null);
        if (federation != null) {
            federation.close();
            federation = null;
        }
    }

    /** The hub goes down altogether: its API and its engine. */
    public void stopHub() {
        stopEngine();
        hub.stop();
    }

    /** The hub comes back where it was, with all it had. */
    public void startHub() throws InterruptedException {
        hub.start();
        hub.startControllers();
        federate();
    }

    /** The hub's own control plane. */
    public TestCluster hubCluster() {
        return hub;
    }

    public ApiClient hub() {
        return hub.admin();
    }

    /** How a client outside dials the hub as its administrator. */
    public String kubeconfig() {
        return hub.kubeconfig();
    }

    /** The hub with the engine's rights and no others. */
    public ApiClient asEngine() {
        return hub.server().client(EngineAccess.ENGINE);
    }

    /** The same over the network, so that something can be put between. */
    public HttpTransport engineTransport() {
        return new HttpTransport(
                hub.server().url(),
                hub.server().pki().clientCredential(EngineAccess.ENGINE),
                "system-pinisi-federation");
    }

    /** The hub as anybody. */
    public ApiClient as(UserInfo person) {
        return hub.server().client(person);
    }

    /** What was recorded on the hub. */
    public AuditLog hubAudit() {
        return hub.audit();
    }

    public TestCluster member(String name) {
        TestCluster member = members.getOrDefault(name, strangers.get(name));
        if (member == null) {
            throw new IllegalArgumentException(name);
        }
        return member;
    }

    public Federation federation() {
        if (federation == null) {
            throw new IllegalStateException("the engine is stopped");
        }
        return federation;
    }

    @Override
    public void close() {
        stopEngine();
        straits.values().forEach(Strait::close);
        hub.close();
        all().forEach(TestCluster::close);
    }
}
