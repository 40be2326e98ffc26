package io.pinisi.federation.discovery;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Follows exports on the hub and services in the members, and has each member look when needed. */
public final class ServiceDiscovery implements ServiceOffers, AutoCloseable {
    private static final int WORKERS = 2;
    private static final Duration UNKNOWN = Duration.ofMillis(300);

    private final Members members;
    private final Invitations invitations;
    private final InstantSource clock;
    private final Map<Export.Id, Export> declared = new ConcurrentHashMap<>();
    private final Map<Export.Id, Set<String>> served = new ConcurrentHashMap<>();
    private final Map<String, Importer> importers = new ConcurrentHashMap<>();
    private final List<ServiceOffers.Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<Mirror<Export>> mirrors;
    private final Reporter reporter;
    private final Controller<Export.Id> reporting;

    /** What the engine knows of members. */
    public interface Members {
        /** Clusters that are Ready, connected or not yet. */
        Set<String> ready();

        boolean isReady(String cluster);

        /** Whether it is being unjoined: it neither offers nor gets anything any more. */
        boolean isLeaving(String cluster);

        /** Whether an object may be in it, or be carried from it, at all. */
        boolean admits(String cluster, Template object);
    }

    /** Clusters that are to have a service although nothing else of its namespace is there. */
    public interface Invitations {
        boolean invites(String cluster, ObjectKey service);
    }

    public ServiceDiscovery(
            ApiClient hub, Members members, Invitations invitations, InstantSource clock) {
        this.members = members;
        this.invitations = invitations;
        this.clock = clock;
        this.reporter = new Reporter(hub);
        this.reporting = Controller.of("service-exports", clock, this::report, WORKERS);
        this.mirrors =
                List.of(
                        mirror(
                                hub,
                                Mirror.Source.all(FederationKinds.SERVICE_EXPORTS, "ServiceExport"),
                                Export::ofServiceExport),
                        mirror(
                                hub,
                                Mirror.Source.all(
                                        FederationKinds.MULTI_CLUSTER_SERVICES,
                                        "MultiClusterService"),
                                Export::ofMultiClusterService));
    }

    private Mirror<Export> mirror(
            ApiClient hub, Mirror.Source source, Function<JsonNode, Export> reading) {
        return new Mirror<>(source.kind().kind(), hub, source, reading::apply, this::exportChanged);
    }

    /** Returns when every export is known. */
    public void start(Duration wait) throws InterruptedException {
        mirrors.forEach(Mirror::start);
        for (Mirror<Export> mirror : mirrors) {
            if (!mirror.awaitSync(wait)) {
                throw new ApiException(Reason.TIMEOUT, "the hub does not list its exports");
            }
        }
        reporting.start();
    }

    private void exportChanged(ObjectKey key, @Nullable Export before, @Nullable Export after) {
        if (before != null && after == null) {
            declared.remove(before.id());
            look(before.id());
        }
        if (after != null && !after.equals(declared.put(after.id(), after))) {
            look(after.id());
        }
    }

    /** What the hub says of it, else what members offer by themselves. */
    private Optional<Export> export(Export.Id id) {
        Export onHub = declared.get(id);
        if (onHub != null || id.way() != Export.Way.DERIVED) {
            return Optional.ofNullable(onHub);
        }
        Map<String, Export> own = new HashMap<>();
        importers.forEach(
                (cluster, importer) ->
                        importer.services()
                                .clusterSet()
                                .flatMap(set -> set.export(id.service()))
                                .ifPresent(export -> own.put(cluster, export)));
        return own.isEmpty() ? Optional.empty() : Optional.of(Export.ofMembers(id, own));
    }

    private Set<Export.Id> ids() {
        Set<Export.Id> ids = new HashSet<>(declared.keySet());
        importers
                .values()
                .forEach(
                        importer ->
                                importer.services()
                                        .clusterSet()
                                        .map(ClusterSet::exported)
                                        .orElse(Set.of())
                                        .forEach(
                                                service ->
                                                        ids.add(
                                                                new Export.Id(
                                                                        service,
                                                                        Export.Way.DERIVED))));
        return ids;
    }

    /** Whether what nobody is seen to export is exported by nobody. */
    private boolean knowsAllExports() {
        return members.ready().stream()
                .map(importers::get)
                .allMatch(importer -> importer != null && importer.services().isOpen());
    }

    /** Every member may be concerned, and what people read about the export. */
    private void look(Export.Id export) {
        importers.values().forEach(importer -> importer.enqueue(export));
        reporting.queue().add(export);
    }

    private void lookAt(ObjectKey service) {
        listeners.forEach(listener -> listener.serviceChanged(service));
        for (Export.Way way : Export.Way.values()) {
            Export.Id id = new Export.Id(service, way);
            if (export(id).isPresent()) {
                look(id);
            }
        }
    }

    /**
     * @param namespaces makes a namespace in the member
     */
    public void connected(String cluster, ApiClient member, Consumer<String> namespaces) {
        MemberServices services = new MemberServices(cluster, member, new Listening());
        Importer importer =
                new Importer(cluster, member, services, namespaces, new Wishing(), clock);
        Importer old = importers.put(cluster, importer);
        if (old != null) {
            old.close();
        }
        importer.start();
        lookAtAll();
    }

    public void disconnected(String cluster) {
        Set<Export.Id> exported = ids();
        Importer importer = importers.remove(cluster);
        if (importer != null) {
            importer.close();
        }
        served.values().forEach(clusters -> clusters.remove(cluster));
        exported.forEach(this::look);
        listeners.forEach(ServiceOffers.Listener::membersChanged);
    }

    private void lookAtAll() {
        listeners.forEach(ServiceOffers.Listener::membersChanged);
        ids().forEach(this::look);
    }

    /** A cluster became Ready, ceased to be, or begins to leave. */
    public void membersChanged() {
        lookAtAll();
    }

    /** Whether nothing imported is left in a cluster, or nobody can see. */
    public boolean isClean(String cluster) {
        Importer importer = importers.get(cluster);
        return importer == null
                || !members.isReady(cluster)
                || ids().stream().allMatch(id -> importer.services().placed(id).isEmpty());
    }

    /** Tells the member that it is leaving; called when it is clean. */
    public void withdraw(String cluster) {
        Importer importer = importers.get(cluster);
        if (importer != null && members.isReady(cluster)) {
            importer.withdraw();
        }
    }

    @Override
    public Found find(ObjectKey service) {
        Map<String, ServiceOffer> found = new HashMap<>();
        boolean complete = importers.keySet().containsAll(members.ready());
        Template object = new Template(GroupVersionKind.of("v1", "Service"), service);
        for (Map.Entry<String, Importer> each : importers.entrySet()) {
            String cluster = each.getKey();
            if (!members.admits(cluster, object)) {
                continue;
            }
            MemberServices member = each.getValue().services();
            member.follow();
            boolean ready = members.isReady(cluster) && !members.isLeaving(cluster);
            complete &= member.isKnown() || !ready;
            member.own(service)
                    .filter(ServiceRow::isExportable)
                    .ifPresent(
                            row ->
                                    found.put(
                                            cluster,
                                            new ServiceOffer(
                                                    ready, row, member.slicesOf(service))));
        }
        return new Found(found, complete);
    }

    @Override
    public void listen(ServiceOffers.Listener listener) {
        listeners.add(listener);
    }

    /** Every export as it stands in all clusters, by name. */
    public List<ServiceReach> survey() {
        Map<String, MemberServices> services = new HashMap<>();
        importers.forEach((cluster, importer) -> services.put(cluster, importer.services()));
        return ids().stream()
                .flatMap(id -> export(id).stream())
                .map(export -> survey(export, services).reach())
                .sorted(ServiceReach.byName())
                .toList();
    }

    private Survey survey(Export export, Map<String, MemberServices> services) {
        Wishing wishes = new Wishing();
        return new Survey(
                export,
                supply(export),
                services,
                new Survey.Standing() {
                    @Override
                    public boolean isReady(String cluster) {
                        return members.isReady(cluster);
                    }

                    @Override
                    public boolean mayOffer(String cluster) {
                        return members.admits(cluster, service(export.id()));
                    }

                    @Override
                    public boolean mayUse(String cluster) {
                        return wishes.isOpen(export, cluster);
                    }

                    @Override
                    public Optional<List<ObjectNode>> wanted(String cluster) {
                        return wishes.of(export.id(), cluster);
                    }
                });
    }

    private static Template service(Export.Id id) {
        return new Template(GroupVersionKind.of("v1", "Service"), id.service());
    }

    private Supply supply(Export export) {
        Map<String, ServiceRow> services = new HashMap<>();
        Map<String, List<SliceRow>> slices = new HashMap<>();
        Set<String> unfit = new HashSet<>();
        Set<String> unknown = new HashSet<>();
        ObjectKey name = export.id().service();
        members.ready().stream()
                .filter(cluster -> !importers.containsKey(cluster))
                .filter(export::isProvider)
                .forEach(unknown::add); // Ready, and about to be connected
        importers.forEach(
                (cluster, importer) -> {
                    boolean offers = members.isReady(cluster) && !members.isLeaving(cluster);
                    if (!offers
                            || !export.isProvider(cluster)
                            || !members.admits(cluster, service(export.id()))) {
                        return;
                    }
                    MemberServices member = importer.services();
                    member.follow();
                    if (!member.isKnown()) {
                        unknown.add(cluster);
                        return;
                    }
                    member.own(name)
                            .ifPresent(
                                    row -> {
                                        if (row.isExportable()) {
                                            services.put(cluster, row);
                                            slices.put(cluster, member.slicesOf(name));
                                        } else {
                                            unfit.add(cluster);
                                        }
                                    });
                });
        return new Supply(services, slices, unfit, unknown);
    }

    private Outcome report(Export.Id id) {
        Export export = export(id).orElse(null);
        boolean derived = id.way() == Export.Way.DERIVED;
        if (export == null) {
            if (derived && !knowsAllExports()) {
                return Outcome.revisit(UNKNOWN);
            }
            served.remove(id);
            if (derived) {
                reporter.noImports(id);
            }
            return Outcome.SETTLED;
        }
        Supply supply = supply(export);
        if (!supply.unknown().isEmpty()) {
            return Outcome.revisit(UNKNOWN);
        }
        Set<String> clusters = Set.copyOf(served.getOrDefault(id, Set.of()));
        reporter.export(id, new ExportReport(supply, clusters, clock.instant()));
        if (derived) {
            supply.merged()
                    .ifPresentOrElse(
                            merged -> reporter.imports(export, merged),
                            () -> reporter.noImports(id));
        }
        return Outcome.SETTLED;
    }

    private final class Listening implements MemberServices.Listener {
        @Override
        public void serviceChanged(ObjectKey service) {
            lookAt(service);
        }

        @Override
        public void namespacesChanged() {
            lookAtAll();
        }

        @Override
        public void exportChanged(ObjectKey service) {
            look(new Export.Id(service, Export.Way.DERIVED));
        }
    }

    private final class Wishing implements Importer.Wishes {
        @Override
        public boolean isReady(String cluster) {
            return members.isReady(cluster);
        }

        @Override
        public Optional<List<ObjectNode>> of(Export.Id id, String cluster) {
            Export export = export(id).orElse(null);
            Importer importer = importers.get(cluster);
            if (export == null && id.way() == Export.Way.DERIVED && !knowsAllExports()) {
                return Optional.empty();
            }
            if (export == null || importer == null) {
                return Optional.of(List.of());
            }
            Supply supply = supply(export);
            if (!supply.unknown().isEmpty()) {
                return Optional.empty();
            }
            MemberServices member = importer.services();
            boolean wanted =
                    isOpen(export, cluster) && member.hasNamespace(id.service().namespace());
            return Optional.of(
                    supply.merged()
                            .filter(merged -> wanted)
                            .map(merged -> new ImportPlanner(export, merged, supply.slices()))
                            .map(
                                    planner ->
                                            planner.plan(
                                                    cluster,
                                                    member.own(id.service()).isPresent(),
                                                    face(member, id)))
                            .orElse(List.of()));
        }

        /** Once the derived service has an address, or will never have one. */
        private Optional<ImportPlanner.Face> face(MemberServices member, Export.Id id) {
            return member.clusterSet()
                    .filter(set -> !set.isForeign(id.service()))
                    .flatMap(
                            set ->
                                    member.local(id)
                                            .filter(row -> row.imported() != null)
                                            .map(
                                                    row ->
                                                            new ImportPlanner.Face(
                                                                    set.apiVersion(),
                                                                    row.addresses())));
        }

        private boolean isOpen(Export export, String cluster) {
            return export.isConsumer(cluster)
                    && !members.isLeaving(cluster)
                    && members.admits(cluster, service(export.id()));
        }

        /** Only what can be imported now opens a namespace. */
        @Override
        public boolean invites(Export.Id id, String cluster) {
            Export export = export(id).orElse(null);
            return export != null
                    && isOpen(export, cluster)
                    && supply(export).merged().isPresent()
                    && (export.consumers().contains(cluster)
                            || invitations.invites(cluster, id.service()));
        }

        @Override
        public ExportReport report(Export.Id id) {
            return new ExportReport(
                    export(id).map(ServiceDiscovery.this::supply).orElse(Supply.NONE),
                    Set.of(),
                    clock.instant());
        }

        @Override
        public MemberServices.Listener listener() {
            return new Listening();
        }

        @Override
        public void delivered(Export.Id id, String cluster) {
            Importer importer = importers.get(cluster);
            Set<String> clusters =
                    served.computeIfAbsent(id, absent -> ConcurrentHashMap.newKeySet());
            boolean there = importer != null && !importer.services().placed(id).isEmpty();
            if (there ? clusters.add(cluster) : clusters.remove(cluster)) {
                reporting.queue().add(id);
            }
        }
    }

    @Override
    public void close() {
        reporting.close();
        mirrors.forEach(Mirror::close);
        importers.values().forEach(Importer::close);
        importers.clear();
    }
}
