package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.RateLimits;
import io.pinisi.cluster.controller.WorkQueue;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.approval.ApprovalKeeper;
import io.pinisi.federation.cause.Causes;
import io.pinisi.federation.deploy.Deployer;
import io.pinisi.federation.deschedule.Descheduler;
import io.pinisi.federation.deschedule.Waiting;
import io.pinisi.federation.discovery.ServiceDiscovery;
import io.pinisi.federation.drift.DriftLedger;
import io.pinisi.federation.fleet.Changes;
import io.pinisi.federation.fleet.Fleet;
import io.pinisi.federation.guard.DeletionHolds;
import io.pinisi.federation.history.MemberHistory;
import io.pinisi.federation.inventory.Inventory;
import io.pinisi.federation.kinds.ServedKinds;
import io.pinisi.federation.login.Logins;
import io.pinisi.federation.membership.AgentCertificates;
import io.pinisi.federation.membership.MemberClients;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.membership.Membership;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.placement.Territory;
import io.pinisi.federation.propagation.Binder;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Bindings;
import io.pinisi.federation.propagation.Deliveries;
import io.pinisi.federation.propagation.Desires;
import io.pinisi.federation.propagation.Snapshots;
import io.pinisi.federation.propagation.Templates;
import io.pinisi.federation.propagation.Tracing;
import io.pinisi.federation.quota.QuotaBook;
import io.pinisi.federation.quota.QuotaController;
import io.pinisi.federation.rebalance.Rebalancers;
import io.pinisi.federation.reverse.OrderMessages.Kept;
import io.pinisi.federation.rollout.Rollouts;
import io.pinisi.federation.scaling.FederatedAutoscaling;
import io.pinisi.federation.status.StatusReconciler;
import io.pinisi.federation.tenancy.TenantController;
import io.pinisi.federation.traffic.Beginnings;
import io.pinisi.federation.traffic.Traffic;
import io.pinisi.federation.watch.Witnesses;
import io.pinisi.federation.work.Works;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts of the engine, put together by hand. Whoever listens to a part is made before the parts
 * that it tells, so listeners take this and read it when something happens.
 */
final class Parts {
    final FederationOptions options;
    final Routes routes = new Routes(this);
    final Returns returns = new Returns(this);
    final ApiClient hub;
    final EventRecorder events;
    final ServedKinds kinds;
    final Changes changes;
    final MemberClients clients = new MemberClients();
    final Members members;
    final Map<String, Link> links = new ConcurrentHashMap<>();
    final Clusters clusters;
    final @Nullable MemberHistory history;
    final Witnesses witnesses;
    final Membership membership;
    final Beginnings beginnings;
    final Templates templates;
    final Bindings bindings;
    final DeletionHolds holds;
    final DriftLedger ledger;
    final Policies policies;
    final Deliveries deliveries;
    final Desires desires;
    final Works works;
    final Rollouts rollouts;
    final Tracing tracing;
    final Binder binder;
    final StatusReconciler status;
    final Controller<Template> placing;
    final Controller<Template> reporting;
    final Fleet fleet;
    final Deployer deployer;
    final ServiceDiscovery discovery;
    final TenantController tenants;
    final ApprovalKeeper approvals;
    final Inventory inventory;
    final FederatedAutoscaling scaling;
    final QuotaBook book;
    final QuotaController quotas;
    final Rebalancers rebalancers;
    final Descheduler descheduler;
    final Following following;
    final Optional<AgentCertificates> agentCertificates;
    final StandingOrders standing;

    Parts(FederationOptions options, MemberHistory.@Nullable Options remembering) {
        this.options = options;
        this.hub = options.hub();
        InstantSource clock = options.clock();
        this.clusters = new Clusters(links, options.failover().settling(), clock, this::territory);
        this.events = EventRecorder.of(hub, "pinisi-federation", clock);
        this.kinds = new ServedKinds(hub, clock);
        this.changes = new Changes();
        Causes causes = new Causes(options.origins());
        Logins logins = new Logins(options.plugins(), options.addresses()::check, clock);
        this.members = new Members(options.addresses(), logins);
        this.bindings = new Bindings(hub, new BindingEvents(this));
        this.history =
                remembering == null
                        ? null
                        : MemberHistory.start(remembering, bindings::concern, routes::renew);
        this.witnesses = history == null ? Witnesses.NONE : history;
        this.membership =
                new Membership(
                        hub,
                        clients,
                        options.addresses(),
                        logins,
                        options.gate(),
                        options.health(),
                        clock,
                        causes,
                        new MemberEvents(this),
                        witnesses);
        this.beginnings = new Beginnings(clock);
        this.templates =
                new Templates(hub, kinds, causes, beginnings, new TemplateEvents(this)::changed);
        this.holds = new DeletionHolds(hub, options.fuse(), clock, routes::dispatch);
        this.policies = new Policies(hub, events, causes, new PolicyEvents(this));
        this.deliveries = new Deliveries(clock, routes::report);
        this.ledger = new DriftLedger(hub, clock, routes::dispatch);
        this.desires =
                new Desires(
                        templates,
                        bindings,
                        clusters,
                        policies,
                        (cluster, template, object) ->
                                ledger.accepted(cluster, template)
                                        .forEach(field -> field.removeFrom(object)),
                        (cluster, object) -> rollouts().due(cluster, object));
        this.works = new Works(templates, bindings, desires, deliveries, clusters, clock);
        Copies copies = new Copies(clusters, desires);
        this.rollouts =
                new Rollouts(
                        hub,
                        new Rollouts.Crew(
                                templates,
                                bindings,
                                policies::strategy,
                                new RolloutLookout(links, clusters, desires, copies),
                                events,
                                routes::dispatch),
                        clock);
        this.book = new QuotaBook(new Holdings(templates, bindings), routes::reconsider);
        this.tracing = new Tracing(causes, templates, clusters, policies);
        this.binder =
                new Binder(
                        templates,
                        bindings,
                        clusters,
                        policies,
                        copies,
                        book,
                        options.failover(),
                        tracing,
                        clock,
                        routes);
        this.status =
                new StatusReconciler(
                        hub,
                        templates,
                        bindings,
                        deliveries,
                        clusters,
                        binder::decision,
                        policies.interpreters(),
                        clock);
        this.placing =
                new Controller<>(
                        "placement",
                        new WorkQueue<>(
                                clock, RateLimits.STANDARD, FederationOptions.turns(this::rank)),
                        binder::reconcile,
                        options.workers());
        this.reporting = Controller.of("status", clock, status::reconcile, options.workers());
        Snapshots snapshots =
                new Snapshots(
                        templates,
                        bindings,
                        clusters,
                        policies,
                        options.failover().toleration(),
                        clock,
                        this::waiting);
        this.discovery =
                new ServiceDiscovery(
                        hub, clusters, new Invitations(hub, policies, clusters), clock);
        this.fleet =
                new Fleet(
                        membership,
                        clients,
                        templates,
                        bindings,
                        status,
                        binder,
                        snapshots,
                        discovery,
                        deliveries,
                        this::traffic,
                        changes);
        this.deployer = new Deployer(kinds, new Environs(this));
        this.tenants = new TenantController(hub, clock);
        this.quotas = new QuotaController(hub, new QuotaFleet(this), book, clock);
        this.inventory = new Inventory(hub, membership::cluster, clock);
        this.approvals = new ApprovalKeeper(hub, clients, clock);
        this.scaling = new FederatedAutoscaling(hub, kinds, this::reachable, events, clock);
        this.rebalancers = new Rebalancers(hub, bindings, binder::placeAnew, clock);
        this.descheduler =
                new Descheduler(
                        new StrandedPods(this),
                        binder::reclaim,
                        options.failover().stranding(),
                        clock);
        this.following = new Following(templates, bindings, policies, changes);
        this.standing = new StandingOrders(this, this::kept);
        this.agentCertificates =
                options.signer()
                        .map(
                                signer ->
                                        new AgentCertificates(
                                                hub, signer, membership::isPulled, clock));
    }

    private void kept(ObjectNode cluster, Kept kept) {
        if (kept.corrected() + kept.restored() > 0) {
            events.warning(
                    cluster,
                    "KeptWhileAway",
                    "while the hub was away, from %s on, the agent put right %d changes and brought back %d objects"
                            .formatted(kept.since(), kept.corrected(), kept.restored()));
        }
    }

    /** Looked up only where some policy ranks at all. */
    private int rank(Template template) {
        if (!policies.index().isRanked()) {
            return 0;
        }
        ObjectKey holder = bindings.find(template).map(Binding::policy).orElse(null);
        return templates
                .find(template)
                .map(object -> policies.rank(TemplateFacts.of(object), object, holder))
                .orElse(0);
    }

    private List<Waiting> waiting() {
        return descheduler.waiting();
    }

    /** They ask what is desired, and what is desired asks them. */
    private Rollouts rollouts() {
        return rollouts;
    }

    /** The members that are Ready. */
    Map<String, ApiClient> reachable() {
        Map<String, ApiClient> reachable = new TreeMap<>();
        links.forEach(
                (name, link) -> {
                    if (clusters.isReady(name)) {
                        reachable.put(name, link.member().api());
                    }
                });
        return reachable;
    }

    /** What happens on the way into each member that is followed. */
    List<Traffic> traffic() {
        return links.values().stream().map(link -> link.dispatcher().traffic()).toList();
    }

    Territory territory(Template template) {
        return policies.territory(template);
    }
}
