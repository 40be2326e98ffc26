package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.federation.deploy.Deployer;
import io.pinisi.federation.discovery.ServiceDiscovery;
import io.pinisi.federation.drift.DriftLedger;
import io.pinisi.federation.fleet.Changes;
import io.pinisi.federation.fleet.Fleet;
import io.pinisi.federation.guard.DeletionHolds;
import io.pinisi.federation.kinds.ServedKinds;
import io.pinisi.federation.membership.Member;
import io.pinisi.federation.membership.MemberClients;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.membership.Membership;
import io.pinisi.federation.membership.MembershipListener;
import io.pinisi.federation.membership.Unjoin;
import io.pinisi.federation.override.OverridePolicy;
import io.pinisi.federation.placement.Autoscaling;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Dependencies;
import io.pinisi.federation.placement.PlacementRules;
import io.pinisi.federation.placement.Placer;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.placement.Territory;
import io.pinisi.federation.propagation.Binder;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Bindings;
import io.pinisi.federation.propagation.ClusterMode;
import io.pinisi.federation.propagation.Deliveries;
import io.pinisi.federation.propagation.Desires;
import io.pinisi.federation.propagation.Dispatcher;
import io.pinisi.federation.propagation.Observer;
import io.pinisi.federation.propagation.RenderPreview;
import io.pinisi.federation.propagation.Snapshots;
import io.pinisi.federation.propagation.Templates;
import io.pinisi.federation.status.StatusReconciler;
import io.pinisi.federation.tenancy.Tenant;
import io.pinisi.federation.tenancy.TenantController;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The running engine: which part hears of what. All decisions are elsewhere; here is only who is
 * told.
 */
public final class Federation implements AutoCloseable {
    /** Kinds that every application is made of; followed also before a policy selects them. */
    private static final List<GroupVersionKind> BASE =
            List.of(
                    GroupVersionKind.of("apps/v1", "Deployment"),
                    GroupVersionKind.of("v1", "Service"),
                    Autoscaling.AUTOSCALER);

    /** Copies in several clusters change together; their template's status is written once. */
    private static final Duration GATHERING = Duration.ofMillis(50);

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(3);

    private final FederationOptions options;
    private final ApiClient hub;
    private final EventRecorder events;
    private final ServedKinds kinds;
    private final Changes changes;
    private final MemberClients clients = new MemberClients();
    private final Members members;
    private final Map<String, Link> links = new ConcurrentHashMap<>();
    private final Clusters clusters;
    private final Membership membership;
    private final Templates templates;
    private final Bindings bindings;
    private final DeletionHolds holds;
    private final DriftLedger ledger;
    private final Policies policies;
    private final Deliveries deliveries;
    private final Desires desires;
    private final Binder binder;
    private final StatusReconciler status;
    private final Controller<Template> placing;
    private final Controller<Template> reporting;
    private final Fleet fleet;
    private final Deployer deployer;
    private final ServiceDiscovery discovery;
    private final TenantController tenants;
    private final Thread housekeeping;

    Federation(FederationOptions options) {
        this.options = options;
        this.hub = options.hub();
        InstantSource clock = options.clock();
        this.clusters = new Clusters(links, options.failover().settling(), clock, this::territory);
        this.events = EventRecorder.of(hub, "pinisi-federation", clock);
        this.kinds = new ServedKinds(hub, clock);
        this.changes = new Changes();
        this.members = new Members(options.addresses());
        this.membership =
                new Membership(
                        hub,
                        clients,
                        options.addresses(),
                        options.health(),
                        clock,
                        new MemberEvents());
        this.templates = new Templates(hub, kinds, this::templateChanged);
        this.bindings = new Bindings(hub, new BindingEvents());
        this.holds = new DeletionHolds(hub, options.fuse(), clock, new Routes()::dispatch);
        this.policies = new Policies(hub, events, new PolicyEvents());
        this.deliveries = new Deliveries(clock, this::report);
        this.ledger = new DriftLedger(hub, clock, new Routes()::dispatch);
        this.desires =
                new Desires(
                        templates,
                        bindings,
                        clusters,
                        policies,
                        (cluster, template, object) ->
                                ledger.accepted(cluster, template)
                                        .forEach(field -> field.removeFrom(object)));
        this.binder =
                new Binder(
                        templates,
                        bindings,
                        clusters,
                        policies,
                        new Copies(clusters, desires),
                        options.failover(),
                        clock,
                        new Routes());
        this.status =
                new StatusReconciler(
                        hub, templates, bindings, deliveries, clusters, binder::decision, clock);
        this.placing = Controller.of("placement", clock, binder::reconcile, options.workers());
        this.reporting = Controller.of("status", clock, status::reconcile, options.workers());
        Snapshots snapshots =
                new Snapshots(
                        templates,
                        bindings,
                        clusters,
                        policies,
                        options.failover().toleration(),
                        clock);
        this.fleet =
                new Fleet(
                        membership,
                        clients,
                        templates,
                        bindings,
                        status,
                        binder,
                        snapshots,
                        changes);
        this.deployer = new Deployer(kinds, () -> clusters.facts(), this::territory);
        this.discovery = new ServiceDiscovery(hub, clusters, clock);
        this.tenants = new TenantController(hub, clock);
        this.housekeeping =
                Thread.ofVirtual().name("federation-housekeeping").unstarted(this::keepHouse);
    }

    void start() throws InterruptedException {
        bindings.start(options.startWait());
        policies.start(options.startWait());
        templates.follow(wantedKinds());
        binder.begin();
        holds.start();
        ledger.start();
        discovery.start(options.startWait());
        membership.start(options.startWait());
        membership.clusters().forEach(this::remember);
        placing.start();
        reporting.start();
        tenants.start(options.startWait());
        bindings.all().forEach(binding -> placing.queue().add(binding.template()));
        housekeeping.start();
    }

    /** Joins and unjoins. */
    public Members members() {
        return members;
    }

    /** Reaches members, as a person or as the engine. */
    public MemberClients clients() {
        return clients;
    }

    /** All that is seen, for people. */
    public Fleet fleet() {
        return fleet;
    }

    /**
     * What each cluster would get of an object.
     *
     * @param placement a policy's {@code placement}
     */
    public RenderPreview preview(ObjectNode object, JsonNode placement) {
        List<ClusterFacts> members = clusters.facts();
        Decision decision =
                Placer.place(
                        TemplateFacts.of(object),
                        PlacementRules.of(placement).within(territory(Template.of(object))),
                        members);
        return RenderPreview.of(object, decision, members, policies.overrides());
    }

    /** Deploys manifests across clusters. */
    public Deployer deployer() {
        return deployer;
    }

    private Territory territory(Template template) {
        return policies.territory(template);
    }

    private Set<GroupVersionKind> wantedKinds() {
        Set<GroupVersionKind> wanted = new HashSet<>(BASE);
        wanted.addAll(policies.index().kinds());
        bindings.all().forEach(binding -> wanted.add(binding.template().kind()));
        boolean dependent =
                bindings.all().stream().anyMatch(b -> b.tree().path("spec").has("propagateDeps"));
        if (dependent) {
            wanted.addAll(Dependencies.kinds());
        }
        return wanted;
    }

    /** A kind may be served only after a policy selects it; nobody tells us. */
    private void keepHouse() {
        try {
            while (true) {
                Thread.sleep(HOUSEKEEPING);
                try {
                    templates.follow(wantedKinds());
                } catch (ApiException e) {
                    changes.bump();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void templateChanged(Template template) {
        placing.queue().add(template);
        if (template.kind().equals(Autoscaling.AUTOSCALER)) {
            scalingChanged(template);
        }
        changes.bump();
    }

    /** Of an autoscaler that is gone nobody knows any more what it scaled. */
    private void scalingChanged(Template autoscaler) {
        Optional<ObjectNode> object = templates.find(autoscaler);
        if (object.isPresent()) {
            bindings.find(Autoscaling.target(object.get()))
                    .ifPresent(binding -> placing.queue().add(binding.template()));
            return;
        }
        bindings.all().stream()
                .map(Binding::template)
                .filter(
                        template ->
                                Objects.equals(
                                        template.key().namespace(), autoscaler.key().namespace()))
                .forEach(placing.queue()::add);
    }

    /** Tells the fuse where the object is to go, or should not be. */
    private void condemn(Template template) {
        Set<String> strayed =
                links.keySet().stream()
                        .filter(cluster -> desires.isStray(cluster, template))
                        .collect(Collectors.toSet());
        holds.fuse().note(template, forsaken(template), strayed);
    }

    /** What a person deleted goes unasked; so does what is in a cluster that is let go. */
    private Set<String> forsaken(Template template) {
        if (templates.isSynced(template.kind()) && templates.find(template).isEmpty()) {
            return Set.of();
        }
        return bindings.find(template).map(Binding::forsaken).orElse(Set.of()).stream()
                .filter(cluster -> !clusters.isLeaving(cluster))
                .collect(Collectors.toSet());
    }

    private final class BindingEvents implements Bindings.Listener {
        @Override
        public void decided(Template template) {
            condemn(template);
            placing.queue().add(template);
            changes.bump();
        }

        @Override
        public void reported(Template template) {
            changes.bump();
        }
    }

    private final class PolicyEvents implements Policies.Listener {
        @Override
        public void propagationChanged(List<Policy> changed) {
            templates.follow(policies.index().kinds());
            for (Policy policy : changed) {
                policy.selectors().stream()
                        .map(selector -> selector.kind())
                        .distinct()
                        .flatMap(kind -> templates.all(kind).stream())
                        .filter(object -> policy.selects(TemplateFacts.of(object)))
                        .forEach(object -> placing.queue().add(Template.of(object)));
            }
            changes.bump();
        }

        @Override
        public void overridesChanged(List<OverridePolicy> changed) {
            for (Binding binding : bindings.all()) {
                Template template = binding.template();
                boolean touched =
                        templates
                                .find(template)
                                .map(TemplateFacts::of)
                                .filter(facts -> changed.stream().anyMatch(p -> p.selects(facts)))
                                .isPresent();
                if (touched) {
                    placing.queue().add(template);
                }
            }
            changes.bump();
        }

        /** What was rendered under other limits is looked at again as well. */
        @Override
        public void tenantsChanged(Set<String> names) {
            for (GroupVersionKind kind : templates.kinds()) {
                templates.all(kind).stream()
                        .map(Template::of)
                        .filter(template -> isOf(template, names))
                        .forEach(placing.queue()::add);
            }
            discovery.membersChanged();
            changes.bump();
        }

        private boolean isOf(Template template, Set<String> names) {
            String home = Objects.requireNonNullElse(template.key().namespace(), "");
            return names.contains(Tenant.prefix(home.isEmpty() ? template.key().name() : home));
        }
    }

    /** A copy may be what others wait for before they are given up. */
    private void seen(Template template) {
        if (bindings.find(template)
                .filter(one -> one.failsOver() || !one.evictions().isEmpty())
                .isPresent()) {
            placing.queue().add(template);
        }
    }

    private void report(Template template) {
        reporting.queue().addAfter(template, GATHERING);
        changes.bump();
    }

    private void remember(ObjectNode cluster) {
        Clusters.Change change = clusters.remember(cluster);
        if (change == Clusters.Change.NOTHING) {
            return;
        }
        bindings.all().stream()
                .map(Binding::template)
                .filter(one -> change == Clusters.Change.RULES || binder.lacksRoom(one))
                .forEach(placing.queue()::add);
    }

    private void dispatchAll(String cluster) {
        Link link = links.get(cluster);
        if (link == null) {
            return;
        }
        for (Binding binding : bindings.all()) {
            if (binding.placed().contains(cluster) || binding.clusters().containsKey(cluster)) {
                link.dispatcher().enqueue(binding.template());
            }
        }
    }

    private void reportAll(String cluster) {
        for (Binding binding : bindings.all()) {
            if (binding.clusters().containsKey(cluster)) {
                report(binding.template());
            }
        }
    }

    /** Where decisions go. */
    private final class Routes implements Binder.Signals {
        @Override
        public void dispatch(String cluster, Template template) {
            Link link = links.get(cluster);
            if (link != null) {
                link.dispatcher().enqueue(template);
            }
        }

        @Override
        public void reconsider(Template template) {
            placing.queue().add(template);
        }

        @Override
        public void waiting(Template template, String why) {
            templates
                    .find(template)
                    .ifPresent(object -> events.warning(object, "WaitingForOverrides", why));
        }

        @Override
        public void decided(Template template) {
            condemn(template);
            report(template);
        }
    }

    private final class MemberEvents implements MembershipListener {
        @Override
        public void connected(Member member) {
            Observer observer =
                    new Observer(
                            member.name(),
                            member.api(),
                            templates,
                            desires,
                            options.clock(),
                            (template, before, after) -> {
                                condemn(template);
                                Routes routes = new Routes();
                                routes.dispatch(member.name(), template);
                                report(template);
                                seen(template);
                            });
            Dispatcher dispatcher =
                    new Dispatcher(
                            member.name(),
                            member.api(),
                            observer,
                            new Dispatcher.Dispatching(
                                    templates,
                                    bindings,
                                    desires,
                                    deliveries,
                                    new Told(templates, events, ledger, options.clock()),
                                    holds.fuse(),
                                    options.dispatch(),
                                    options.clock()));
            Link old = links.put(member.name(), new Link(member, observer, dispatcher));
            if (old != null) {
                old.close();
            }
            templates.kinds().forEach(observer::follow);
            dispatcher.start();
            dispatchAll(member.name());
            discovery.connected(member.name(), member.api());
            changes.bump();
        }

        @Override
        public void disconnected(String cluster) {
            Link link = links.remove(cluster);
            if (link != null) {
                link.close();
            }
            discovery.disconnected(cluster);
            deliveries.forgetCluster(cluster);
            reportAll(cluster);
        }

        @Override
        public void changed(String cluster) {
            Optional<ObjectNode> object = membership.cluster(cluster);
            boolean was = clusters.isReady(cluster);
            ClusterMode mode = clusters.mode(cluster);
            if (object.isEmpty()) {
                clusters.forget(cluster);
                bindings.all().forEach(binding -> placing.queue().add(binding.template()));
            } else {
                remember(object.get());
            }
            boolean is = clusters.isReady(cluster);
            if (mode != clusters.mode(cluster)) {
                dispatchAll(cluster);
            }
            if (was != is) {
                if (is) {
                    Optional.ofNullable(links.get(cluster))
                            .ifPresent(link -> link.dispatcher().resume());
                    dispatchAll(cluster);
                }
                reportAll(cluster);
                discovery.membersChanged();
            }
            changes.bump();
        }

        @Override
        public void inventoryChanged(String cluster) {
            changes.bump();
        }

        @Override
        public boolean released(String cluster, Unjoin unjoin) {
            if (unjoin == Unjoin.KEEP) {
                bindings.abandon(cluster);
            }
            if (!discovery.isClean(cluster)) {
                discovery.membersChanged();
                return false;
            }
            return bindings.all().stream()
                    .noneMatch(
                            binding ->
                                    binding.placed().contains(cluster)
                                            || binding.clusters().containsKey(cluster));
        }
    }

    @Override
    public void close() {
        housekeeping.interrupt();
        tenants.close();
        placing.close();
        reporting.close();
        membership.close();
        discovery.close();
        links.values().forEach(Link::close);
        links.clear();
        policies.close();
        templates.close();
        bindings.close();
        holds.close();
        ledger.close();
        changes.close();
        clients.close();
        events.close();
    }
}
