package io.pinisi.federation.ingress;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.ingress.BackendPort;
import io.pinisi.cluster.ingress.IngressAddress;
import io.pinisi.cluster.ingress.IngressFacts;
import io.pinisi.cluster.ingress.IngressPlan;
import io.pinisi.cluster.ingress.IngressPlanner;
import io.pinisi.cluster.ingress.gateway.Gateway;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.discovery.ServiceOffers;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps a gateway's routes what the MultiClusterIngresses of the hub say. */
public final class FederatedIngress implements AutoCloseable {
    private static final GroupVersionResource SECRETS = GroupVersionResource.of("v1", "secrets");

    /** There is one thing to reconcile: the table as a whole. */
    private static final String TABLE = "table";

    /** When to look again while a member has not been read yet. */
    private static final Duration UNKNOWN = Duration.ofMillis(300);

    private final ServiceOffers offers;
    private final Site site;
    private final InstantSource clock;
    private final StatusWriter statuses;
    private final Mirror<ObjectNode> ingresses;
    private final Mirror<ObjectNode> secrets;
    private final Mirror<Place> places;
    private final Controller<String> controller;
    private final Set<ObjectKey> services = ConcurrentHashMap.newKeySet();

    /**
     * The gateway that serves.
     *
     * @param place where it stands, for those who prefer what is near
     */
    public record Site(Gateway gateway, IngressAddress address, Place place) {}

    private FederatedIngress(ApiClient hub, ServiceOffers offers, Site site, InstantSource clock) {
        this.offers = offers;
        this.site = site;
        this.clock = clock;
        this.statuses = new StatusWriter(hub, FederationKinds.MULTI_CLUSTER_INGRESSES);
        this.controller = Controller.of("multi-cluster-ingress", clock, this::reconcile, 1);
        this.ingresses =
                new Mirror<>(
                        "multi-cluster ingresses",
                        hub,
                        Mirror.Source.all(
                                FederationKinds.MULTI_CLUSTER_INGRESSES, "MultiClusterIngress"),
                        object -> object,
                        this::ingressChanged);
        this.secrets =
                new Mirror<>(
                        "certificates",
                        hub,
                        new Mirror.Source(
                                ResourcePath.all(SECRETS),
                                GroupVersionKind.of("v1", "Secret"),
                                ListOptions.ALL.fields("type=kubernetes.io/tls")),
                        object -> object,
                        (_, _, _) -> look());
        this.places =
                new Mirror<>(
                        "places of clusters",
                        hub,
                        Mirror.Source.all(FederationKinds.CLUSTERS, "Cluster"),
                        FederatedIngress::place,
                        (_, before, after) -> {
                            if (before == null || !before.equals(after)) {
                                look();
                            }
                        });
    }

    /**
     * @param hub as the engine
     * @param wait how long the hub may take to list what there is
     */
    public static FederatedIngress start(
            ApiClient hub, ServiceOffers offers, Site site, InstantSource clock, Duration wait)
            throws InterruptedException {
        FederatedIngress ingress = new FederatedIngress(hub, offers, site, clock);
        List<Mirror<?>> mirrors = List.of(ingress.ingresses, ingress.secrets, ingress.places);
        mirrors.forEach(Mirror::start);
        for (Mirror<?> mirror : mirrors) {
            if (!mirror.awaitSync(wait)) {
                ingress.close();
                throw new ApiException(Reason.TIMEOUT, "the hub does not list its ingresses");
            }
        }
        offers.listen(ingress.new Offered());
        ingress.controller.start();
        ingress.look();
        return ingress;
    }

    private static Place place(ObjectNode cluster) {
        JsonNode spec = cluster.path("spec");
        List<String> zones = new ArrayList<>();
        spec.path("zones").forEach(zone -> zones.add(zone.asString("")));
        String zone = spec.path("zone").asString("");
        if (!zone.isEmpty()) {
            zones.add(zone);
        }
        return Place.of(spec.path("region").asString(""), new TreeSet<>(zones));
    }

    private void look() {
        controller.queue().add(TABLE);
    }

    /** Our own status is no news. */
    private void ingressChanged(
            ObjectKey key, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        boolean same =
                before != null
                        && after != null
                        && before.path("spec").equals(after.path("spec"))
                        && Metadata.of(before)
                                .annotations()
                                .equals(Metadata.of(after).annotations());
        if (!same) {
            look();
        }
    }

    private Outcome reconcile(String table) {
        Map<ObjectKey, List<ClusterPools>> parts = new HashMap<>();
        Set<ObjectKey> wanted = ConcurrentHashMap.newKeySet();
        AtomicBoolean complete = new AtomicBoolean(true);
        List<ObjectNode> all = List.copyOf(ingresses.all());
        IngressPlan plan =
                IngressPlanner.plan(
                        all,
                        new Certificates(),
                        (ingress, service, port) -> {
                            wanted.add(service);
                            services.add(service);
                            ServiceOffers.Found found = offers.find(service);
                            if (!found.complete()) {
                                complete.set(false);
                            }
                            ClusterPools pools =
                                    ClusterPools.of(
                                            service.toString(),
                                            BackendPort.of(port),
                                            Rules.of(ingress),
                                            found.byCluster(),
                                            this::placeOf,
                                            site.place());
                            parts.computeIfAbsent(Metadata.key(ingress), _ -> new ArrayList<>())
                                    .add(pools);
                            return pools.pool();
                        });
        services.retainAll(wanted);
        site.gateway().route(plan.table(), plan.identities());
        for (ObjectNode ingress : all) {
            tell(ingress, parts.getOrDefault(Metadata.key(ingress), List.of()), plan);
        }
        return complete.get() ? Outcome.SETTLED : Outcome.revisit(UNKNOWN);
    }

    private Place placeOf(String cluster) {
        return places.find(ObjectKey.cluster(cluster)).orElse(Place.UNKNOWN);
    }

    private void tell(ObjectNode ingress, List<ClusterPools> parts, IngressPlan plan) {
        if (Metadata.of(ingress).isDeleting()) {
            return;
        }
        List<String> problems =
                plan.problems().stream()
                        .filter(
                                problem ->
                                        Metadata.key(problem.ingress())
                                                .equals(Metadata.key(ingress)))
                        .map(IngressPlan.Problem::message)
                        .toList();
        try {
            statuses.write(
                    ingress,
                    new IngressReport(parts, problems, site.address())
                            .status(ingress, clock.instant()));
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        controller.close();
        ingresses.close();
        secrets.close();
        places.close();
    }

    private final class Offered implements ServiceOffers.Listener {
        @Override
        public void serviceChanged(ObjectKey service) {
            if (services.contains(service)) {
                look();
            }
        }

        @Override
        public void membersChanged() {
            look();
        }
    }

    /** Services are the members'; of the hub only certificates are read. */
    private final class Certificates implements IngressFacts {
        @Override
        public Optional<ObjectNode> service(ObjectKey key) {
            return Optional.empty();
        }

        @Override
        public List<ObjectNode> slices(ObjectKey service) {
            return List.of();
        }

        @Override
        public Optional<ObjectNode> secret(ObjectKey key) {
            return secrets.find(key);
        }
    }
}
