package io.pinisi.portal.cli;

import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.auth.token.ApiTokens;
import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.ApiServerAssembly;
import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.app.Cluster;
import io.pinisi.cluster.app.ControllersAssembly;
import io.pinisi.cluster.app.ControllersOptions;
import io.pinisi.cluster.app.HouseRules;
import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.history.HistoryOptions;
import io.pinisi.cluster.history.WritingRequests;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.cluster.storage.KeyRing;
import io.pinisi.db.Database;
import io.pinisi.db.audit.AuditRetention;
import io.pinisi.db.audit.CheckpointFolder;
import io.pinisi.db.audit.CheckpointLimits;
import io.pinisi.db.audit.CheckpointSigner;
import io.pinisi.db.audit.Checkpointer;
import io.pinisi.db.history.History;
import io.pinisi.federation.Federation;
import io.pinisi.federation.FederationAssembly;
import io.pinisi.federation.FederationOptions;
import io.pinisi.federation.access.EngineAccess;
import io.pinisi.federation.access.EngineMetrics;
import io.pinisi.federation.access.EngineOnly;
import io.pinisi.federation.access.WithAgents;
import io.pinisi.federation.access.WithinToken;
import io.pinisi.federation.approval.ApprovalRules;
import io.pinisi.federation.approval.DefaultPolicies;
import io.pinisi.federation.door.Door;
import io.pinisi.federation.door.DoorLimits;
import io.pinisi.federation.door.SearchDocument;
import io.pinisi.federation.evidence.Evidence;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.reverse.AgentGate;
import io.pinisi.federation.rollout.RolloutRules;
import io.pinisi.federation.tenancy.TenantRules;
import io.pinisi.federation.tunnel.TunnelLimits;
import io.pinisi.federation.work.WorkView;
import io.pinisi.portal.backend.Backend;
import io.pinisi.portal.hub.HubBackend;
import io.pinisi.portal.token.TokenBearers;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The hub in this process: control plane, its controllers and the federation engine. */
final class Hub implements AutoCloseable {
    private final String url;
    private final ApiServer api;
    private final Federation federation;
    private final PublicKey auditKey;
    private final Running parts;

    private Hub(
            String url, ApiServer api, Federation federation, PublicKey auditKey, Running parts) {
        this.url = url;
        this.api = api;
        this.federation = federation;
        this.auditKey = auditKey;
        this.parts = parts;
    }

    /** Apart from the keys of the store: it outlives none of them, and opens nothing. */
    private static KeyRing approvalKey(Home home) {
        return KeyRing.openOrCreate(home.resolve("hub").resolve("pki").resolve("approval.key"));
    }

    static Hub start(
            Settings settings,
            Home home,
            Database store,
            List<ProviderSettings> providers,
            ApiTokens tokens) {
        Running parts = new Running();
        AgentGate gate = new AgentGate(TunnelLimits.DEFAULT, InstantSource.system());
        Door door = new Door(DoorLimits.USUAL, InstantSource.system());
        SearchDocument search = new SearchDocument();
        WorkView works = new WorkView(InstantSource.system());
        try {
            History history = parts.add(HubStore.openHistory(home));
            Evidence evidence = new Evidence(history, store.audit(), InstantSource.system());
            ApprovalRules approvals = new ApprovalRules(approvalKey(home), InstantSource.system());
            EngineMetrics metrics = new EngineMetrics();
            ApiServer api =
                    parts.add(
                            ApiServerAssembly.start(
                                    ApiServerOptions.local(
                                                    home.resolve("hub"),
                                                    "hub",
                                                    Profile.HUB,
                                                    store,
                                                    settings.hub().port())
                                            .boundTo(settings.hub().bind(), settings.hub().names())
                                            .withExtraKinds(FederationKinds.extraKinds())
                                            .withAuditPolicy(settings.auditPolicy())
                                            .withAccess(
                                                    authenticators(providers, tokens),
                                                    List.of(new WithinToken(), new EngineOnly()))
                                            .withHouseRules(
                                                    new WithAgents(
                                                            HouseRules.all(
                                                                    new TenantRules(
                                                                            InstantSource.system()),
                                                                    new RolloutRules(
                                                                            InstantSource.system()),
                                                                    approvals,
                                                                    door,
                                                                    search,
                                                                    works,
                                                                    evidence,
                                                                    metrics),
                                                            gate)),
                                    HistoryOptions.hub(history)));
            seal(settings, home, store, api, parts);
            evidence.connect(new CheckpointSigner(api.pki().auditKeys()));
            Operators.bind(api, providers);
            EngineAccess.prepareHub(api.client(Operators.INSTALLER));
            DefaultPolicies.ensure(api.client(Operators.INSTALLER), Operators.groupsOf(providers));
            ApiClient engine = api.client(EngineAccess.ENGINE);
            approvals.connect(() -> engine);
            parts.add(
                    ControllersAssembly.start(
                            ControllersOptions.of(
                                            api::client,
                                            Pem.of(api.pki().authorityCertificate()),
                                            Profile.HUB)
                                    .signedBy(api.pki()::sign)));
            Federation federation =
                    parts.add(
                            FederationAssembly.start(
                                    FederationOptions.of(engine)
                                            .allowing(memberAddresses(settings))
                                            .running(settings.plugins())
                                            .reachedThrough(gate, api.pki()::sign)
                                            .tracedBy(new WritingRequests(store.chronicle())::of),
                                    HubStore.ofMembers(home, history)));
            if (settings.gateway().isWanted()) {
                settings.gateway().start(api, engine, federation.services(), parts);
            }
            door.open(federation.clients());
            works.open(federation.works());
            search.open(person -> federation.fleet().as(api.client(person), person));
            metrics.connect(federation::metrics);
            return new Hub(
                    settings.hub().url().toString(),
                    api,
                    federation,
                    api.pki().auditKeys().getPublic(),
                    parts);
        } catch (IOException e) {
            parts.close();
            throw new Failure("the hub does not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            parts.close();
            throw new Failure("interrupted while starting", e);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static List<Authenticator> authenticators(
            List<ProviderSettings> providers, ApiTokens tokens) {
        List<Authenticator> all = new ArrayList<>(Issuers.of(providers, Kubeconfigs.HUB));
        all.add(new TokenBearers(tokens));
        return all;
    }

    private static void seal(
            Settings settings, Home home, Database store, ApiServer api, Running parts)
            throws IOException {
        CheckpointSigner signer = new CheckpointSigner(api.pki().auditKeys());
        CheckpointFolder folder = new CheckpointFolder(home.resolve(AuditCommand.CHECKPOINTS));
        InstantSource clock = InstantSource.system();
        parts.add(
                Checkpointer.start(
                        store.audit(), signer, folder, CheckpointLimits.STANDARD, clock));
        parts.add(
                AuditRetention.start(
                        store.audit(), signer, folder, settings.auditRetention(), clock));
    }

    private static Set<String> memberAddresses(Settings settings) {
        Set<String> addresses = new HashSet<>(settings.memberAddresses());
        for (int index = 0; index < settings.members().size(); index++) {
            addresses.add(settings.bind() + ":" + settings.memberPort(index));
        }
        return addresses;
    }

    ApiServer api() {
        return api;
    }

    /** Where others reach its API. */
    String url() {
        return url;
    }

    /** Joins the embedded members, by kubeconfig over TLS like any other cluster: as the engine. */
    void joinMembers(FirstJoins firstJoins, List<Cluster> members) {
        ApiClient engine = api.client(EngineAccess.ENGINE);
        for (Cluster member : members) {
            EngineAccess.prepareMember(member.api().client(Operators.INSTALLER));
            if (firstJoins.isDone(member.name()) && !isMember(engine, member.name())) {
                continue;
            }
            String kubeconfig = member.api().kubeconfig(member.name(), EngineAccess.ENGINE);
            federation.members().ensure(engine, Members.Join.of(member.name(), kubeconfig));
            firstJoins.done(member.name());
        }
    }

    private static boolean isMember(ApiClient hub, String name) {
        return hub.find(ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster(name)))
                .isPresent();
    }

    /** What the portal's views stand on. */
    Backend backend() {
        return HubBackend.of(api::client, url, federation, auditKey);
    }

    /** The same as of a moment. */
    Function<Instant, Backend> past(Backend present) {
        return HubBackend.past(api::client, federation, present);
    }

    @Override
    public void close() {
        parts.close();
    }
}
