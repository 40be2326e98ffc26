package io.pinisi.cluster.app;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiRoutes;
import io.pinisi.cluster.apiserver.AuditDocument;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.Health;
import io.pinisi.cluster.apiserver.RegistryOverlay;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.apiserver.RequestMetrics;
import io.pinisi.cluster.apiserver.TokenKeysDocument;
import io.pinisi.cluster.apiserver.VersionInfo;
import io.pinisi.cluster.apiserver.aggregation.Aggregation;
import io.pinisi.cluster.apiserver.aggregation.AvailabilityKeeper;
import io.pinisi.cluster.apiserver.audit.AuditHoldDocument;
import io.pinisi.cluster.apiserver.audit.AuditSearch;
import io.pinisi.cluster.apiserver.auditpolicy.PolicyAudit;
import io.pinisi.cluster.apiserver.auditpolicy.RotatingFile;
import io.pinisi.cluster.apiserver.connect.NodeConnector;
import io.pinisi.cluster.apiserver.connect.NodeStats;
import io.pinisi.cluster.apiserver.connect.PodConnections;
import io.pinisi.cluster.apiserver.connect.ProxyConnections;
import io.pinisi.cluster.apiserver.discovery.Discovery;
import io.pinisi.cluster.apiserver.fairness.Fairness;
import io.pinisi.cluster.apiserver.fairness.FlowKeeper;
import io.pinisi.cluster.apiserver.filter.AuditBadHeads;
import io.pinisi.cluster.apiserver.http.HttpEngine;
import io.pinisi.cluster.apiserver.metrics.ResourceMetrics;
import io.pinisi.cluster.apiserver.openapi.OpenApi;
import io.pinisi.cluster.apiserver.review.Reviews;
import io.pinisi.cluster.apiserver.verb.ResourceVerbs;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.authz.RbacFeed;
import io.pinisi.cluster.authz.RuleIndex;
import io.pinisi.cluster.authz.bootstrap.BootstrapPolicy;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.history.ClusterHistory;
import io.pinisi.cluster.history.HistoryDocument;
import io.pinisi.cluster.history.HistoryOptions;
import io.pinisi.cluster.history.HistoryPolicy;
import io.pinisi.cluster.history.HoldDocument;
import io.pinisi.cluster.history.LogUpkeep;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pki;
import io.pinisi.cluster.registry.BuiltInRegistry;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.cluster.registry.RegistryOptions;
import io.pinisi.cluster.registry.RegistrySource;
import io.pinisi.cluster.registry.ResourceRegistry;
import io.pinisi.cluster.storage.KeyRing;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.db.Database;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.revision.StoreUnavailableException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts an API server together. */
public final class ApiServerAssembly {
    /** Who the server itself is where it calls itself or an agent. */
    static final UserInfo SELF = UserInfo.of("system:apiserver", UserInfo.MASTERS);

    private static final UserInfo SELF_TO_AGENTS = UserInfo.of("kube-apiserver", UserInfo.MASTERS);

    private final ApiServerOptions options;
    private final @Nullable HistoryOptions history;
    private final KeyRing keys;
    private final InstantSource clock;

    private ApiServerAssembly(
            ApiServerOptions options, @Nullable HistoryOptions history, InstantSource clock) {
        this.options = options;
        this.history = history;
        this.keys = KeyRing.openOrCreate(options.home().resolve("pki").resolve("secrets.key"));
        this.clock = clock;
    }

    /**
     * Starts a server and returns when it answers and its default roles stand.
     *
     * @throws IOException where its keys cannot be read or its port is taken
     */
    public static ApiServer start(ApiServerOptions options) throws IOException {
        return new ApiServerAssembly(options, null, InstantSource.system()).start();
    }

    /** The same, with a history that is written and can be asked. */
    public static ApiServer start(ApiServerOptions options, HistoryOptions history)
            throws IOException {
        List<Authorizer> judges = new ArrayList<>(options.authorizers());
        judges.add(HistoryDocument.mayAsk());
        return new ApiServerAssembly(
                        options.withAccess(options.authenticators(), judges),
                        history,
                        InstantSource.system())
                .start();
    }

    private ApiServer start() throws IOException {
        Pki pki = Pki.open(options.home().resolve("pki"), options.name(), clock);
        RuleIndex index = new RuleIndex();
        RegistrySource registry = registry(index);
        AccessControl access = new AccessControl(options, pki, index, registry.objects(), clock);
        NodeConnector connector = new NodeConnector(pki.clientCredential(SELF_TO_AGENTS).tls());
        List<AutoCloseable> parts = new ArrayList<>();
        Aggregation resources =
                new Aggregation(
                        served(
                                new Reviews(registry::current, judges(access, registry)),
                                registry.objects(),
                                connector,
                                parts),
                        registry.objects());
        Fairness fairness = new Fairness(options.fairness());
        RequestMetrics metrics =
                new RequestMetrics(
                        clock, () -> options.houseRules().metrics() + fairness.metrics());
        AtomicBoolean ready = new AtomicBoolean();
        List<Function<ApiRequest, Optional<ApiResponse>>> documents =
                new ArrayList<>(
                        List.of(
                                new Discovery(resources)::answer,
                                new OpenApi(resources)::answer,
                                VersionInfo::answer,
                                new Health(Map.of("bootstrap", ready::get))::answer,
                                metrics::answer,
                                new AuditDocument(options.database().audit())::answer,
                                new AuditSearch(options.database().audit())::answer,
                                new TokenKeysDocument(access.issuer())::answer));
        List<Function<ApiRequest, Optional<ApiResponse>>> acts =
                new ArrayList<>(options.houseRules().routes());
        acts.add(
                new AuditHoldDocument(options.database().audit(), registry.objects(), clock)
                        ::answer);
        follow(access, documents, acts, parts);
        Handler own = new ApiRoutes(resources(registry, resources, connector), documents, acts);
        Pipeline pipeline =
                new Pipeline(
                        clock,
                        metrics,
                        this::record,
                        fairness,
                        access.authorizer(),
                        options.houseRules()::canonical,
                        request -> resources.answer(request).orElseGet(() -> own.handle(request)),
                        auditByPolicy(parts));
        HttpEngine engine = engine(pki, pipeline.authenticatedBy(access.everyone()));
        RbacFeed feed = RbacFeed.start(registry::current, index);
        parts.addAll(List.of(feed, connector, registry));
        FlowKeeper flows = new FlowKeeper(fairness, pipeline.client(SELF, FlowKeeper.NAME), clock);
        parts.addFirst(flows);
        ApiClient self = pipeline.client(SELF, "system-apiserver");
        SystemNamespaces.ensure(self);
        SystemPriorityClasses.ensure(self);
        new BootstrapPolicy(self).reconcile();
        new Bootstrapping(self, options.profile())
                .ensure(
                        ApiServer.url(options.bindAddress(), engine.port()),
                        pki.authorityCertificate());
        flows.start();
        aggregate(resources, pki, pipeline, parts);
        ready.set(true);
        return new ApiServer(pki, engine, pipeline, options.bindAddress(), parts);
    }

    private @Nullable PolicyAudit auditByPolicy(List<AutoCloseable> parts) {
        PolicyAuditOptions byPolicy = options.auditPolicy();
        if (byPolicy == null) {
            return null;
        }
        RotatingFile log = byPolicy.open(clock);
        parts.add(log);
        return byPolicy.filter(log, clock);
    }

    /** Services of a hub are templates, behind which nobody answers. */
    private void aggregate(
            Aggregation aggregation, Pki pki, Pipeline pipeline, List<AutoCloseable> parts)
            throws IOException {
        if (options.profile() == Profile.HUB) {
            return;
        }
        Credential frontProxy = pki.frontProxyCredential();
        ExtensionServers.ensure(
                pipeline.client(SELF, "kube-apiserver"), pki, frontProxy.authority());
        AvailabilityKeeper keeper =
                new AvailabilityKeeper(
                        aggregation,
                        pipeline.client(SELF, AvailabilityKeeper.NAME),
                        frontProxy,
                        clock);
        parts.addFirst(keeper);
        keeper.start();
    }

    /** The log is kept short, and its past is kept elsewhere. */
    private void follow(
            AccessControl access,
            List<Function<ApiRequest, Optional<ApiResponse>>> documents,
            List<Function<ApiRequest, Optional<ApiResponse>>> acts,
            List<AutoCloseable> parts) {
        Database database = options.database();
        if (history == null) {
            parts.add(LogUpkeep.ofLog(database.revisions(), HistoryPolicy.STANDARD, clock));
            return;
        }
        parts.add(ClusterHistory.start(history, database, keys, options.home().resolve("pki")));
        parts.add(LogUpkeep.start(database, history.store(), history.policy(), clock));
        documents.add(new HistoryDocument(history, access.authorizer(), clock)::answer);
        acts.add(new HoldDocument(history.store(), clock)::answer);
    }

    /** A hub has no nodes, so nothing there is measured. */
    private Supplier<ResourceRegistry> served(
            Reviews reviews,
            ObjectLookup objects,
            NodeConnector connector,
            List<AutoCloseable> parts) {
        Supplier<ResourceRegistry> computed = overlay(reviews);
        if (options.profile() == Profile.HUB) {
            return computed;
        }
        ResourceMetrics metrics =
                ResourceMetrics.start(computed, objects, new NodeStats(objects, connector), clock);
        parts.add(metrics);
        return metrics;
    }

    private Supplier<ResourceRegistry> overlay(Supplier<ResourceRegistry> stored) {
        List<ComputedResource> computed = options.houseRules().computed();
        return computed.isEmpty()
                ? stored
                : new RegistryOverlay(
                        stored,
                        computed.stream().map(ComputedResource::definition).toList(),
                        computed.stream()
                                .collect(
                                        Collectors.toMap(
                                                one ->
                                                        new RegistryOverlay.Path(
                                                                one.definition().resource(), ""),
                                                ComputedResource::endpoint)));
    }

    private RegistrySource registry(RuleIndex index) {
        return BuiltInRegistry.open(
                options.database().revisions(),
                RegistryOptions.of(options.profile(), keys)
                        .withServiceRange(options.serviceRange())
                        .withExtra(options.extraKinds())
                        .withHouseRules(
                                objects ->
                                        options.houseRules()
                                                .admission(objects, AccessControl.roles(index)))
                        .withJudges(
                                AccessControl.escalationGuard(index),
                                AccessControl.signers(index),
                                user -> new RolePermissions(AccessControl.roles(index), user)));
    }

    private void record(AuditEntry entry) {
        try {
            options.database().audit().append(entry);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while recording", e);
        }
    }

    private Reviews.Judges judges(AccessControl access, RegistrySource registry) {
        return new Reviews.Judges(
                access.authorizer(),
                access.report(),
                access.issuer(),
                access.verifier(),
                access.tokens(),
                List.of(AccessControl.ISSUER),
                registry.objects(),
                clock);
    }

    private BiFunction<ApiRequest, ResourceRequest, ApiResponse> resources(
            RegistrySource registry,
            Supplier<ResourceRegistry> resources,
            NodeConnector connector) {
        ResourceVerbs verbs = new ResourceVerbs(resources, clock);
        PodConnections connections = new PodConnections(registry.objects(), connector);
        ProxyConnections proxies =
                new ProxyConnections(registry.objects(), connector, ProxyConnections::isOutside);
        return (request, info) -> {
            if (PodConnections.serves(info)) {
                return connections.handle(request, info);
            }
            return ProxyConnections.serves(info)
                    ? proxies.handle(request, info)
                    : options.houseRules()
                            .connect(request, info)
                            .orElseGet(() -> verbs.handle(request, info));
        };
    }

    private HttpEngine engine(Pki pki, Handler chain) throws IOException {
        return HttpEngine.start(
                new HttpEngine.Settings(
                        options.bindAddress(),
                        options.port(),
                        pki.serverCredential(serverNames()).lenientServerTls(),
                        options.http()),
                chain,
                new AuditBadHeads(this::record, clock)::record);
    }

    private Set<String> serverNames() {
        Set<String> names =
                new LinkedHashSet<>(
                        List.of(
                                "localhost",
                                "127.0.0.1",
                                "kubernetes",
                                "kubernetes.default",
                                "kubernetes.default.svc",
                                "kubernetes.default.svc.cluster.local"));
        names.add(options.bindAddress());
        names.addAll(options.serverNames());
        return names;
    }
}
