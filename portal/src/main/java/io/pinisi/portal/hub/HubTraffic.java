package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.fleet.ClusterSummary;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.propagation.Deliveries;
import io.pinisi.federation.propagation.Delivery;
import io.pinisi.federation.traffic.TrafficReport;
import io.pinisi.federation.traffic.TrafficReport.Waiting;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.traffic.ClusterTraffic;
import io.pinisi.portal.traffic.ClusterTraffic.Latency;
import io.pinisi.portal.traffic.ClusterTraffic.Trouble;
import io.pinisi.portal.traffic.TrafficService;
import io.pinisi.portal.traffic.UnfinishedObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the engine took down on the way into the clusters that the person sees. */
final class HubTraffic implements TrafficService {
    /** An object that waits longer than this is behind. */
    private static final Duration BEHIND = Duration.ofSeconds(10);

    private final People people;
    private final Changes changes;
    private final InstantSource clock;

    HubTraffic(People people, Changes changes, InstantSource clock) {
        this.people = people;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public Page<ClusterTraffic> clusters(Identity who, PageRequest page) {
        return page.of(
                all(who), one -> one.cluster() + " " + one.status().word(), HubTraffic::order);
    }

    private List<ClusterTraffic> all(Identity who) {
        FleetView view = people.view(who);
        Refusals.requireList(view.mayListClusters(), who, FederationKinds.CLUSTERS.groupResource());
        Set<String> ready =
                view.clusters().stream()
                        .filter(ClusterSummary::ready)
                        .map(ClusterSummary::name)
                        .collect(Collectors.toSet());
        Instant now = clock.instant();
        return view.traffic().stream()
                .map(report -> row(report, ready.contains(report.cluster()), now))
                .toList();
    }

    private static Comparator<ClusterTraffic> order(String key) {
        Comparator<ClusterTraffic> name = Comparator.comparing(ClusterTraffic::cluster);
        return switch (key) {
            case "cluster" -> name;
            case "waiting" ->
                    Comparator.comparingInt(ClusterTraffic::waiting).reversed().thenComparing(name);
            default ->
                    Comparator.comparing((ClusterTraffic one) -> one.status().level())
                            .reversed()
                            .thenComparing(name);
        };
    }

    static ClusterTraffic row(TrafficReport report, boolean ready, Instant now) {
        return new ClusterTraffic(
                report.cluster(),
                status(report, ready, now),
                report.waiting(),
                report.inHand(),
                report.oldest().map(Waiting::since).orElse(null),
                report.oldest().map(one -> one.template().toString()).orElse(""),
                report.perSecond(),
                latency(report.applied()),
                latency(report.visible()),
                report.writes(),
                report.deletes(),
                report.failures(),
                report.trouble()
                        .map(one -> new Trouble(one.template().toString(), one.message(), one.at()))
                        .orElse(null));
    }

    private static Status status(TrafficReport report, boolean ready, Instant now) {
        if (!ready) {
            return report.waiting() == 0
                    ? new Status(Level.UNREACHABLE, "Unreachable", "Nothing waits for it yet")
                    : new Status(Level.UNREACHABLE, "Unreachable", "Changes wait until it is back");
        }
        boolean behind =
                report.oldest().filter(one -> one.since().plus(BEHIND).isBefore(now)).isPresent();
        if (behind) {
            return new Status(Level.DEGRADED, "Behind", "Some change waits for too long");
        }
        return report.waiting() + report.inHand() > 0
                ? Status.of(Level.PROGRESSING, "Writing")
                : Status.healthy("Up to date");
    }

    private static Latency latency(TrafficReport.Latency latency) {
        return new Latency(latency.half().orElse(null), latency.most().orElse(null));
    }

    @Override
    public ClusterTraffic cluster(Identity who, String cluster) {
        return all(who).stream()
                .filter(one -> one.cluster().equals(cluster))
                .findFirst()
                .orElseThrow(
                        () ->
                                ApiException.notFound(
                                        FederationKinds.CLUSTERS.groupResource(), cluster));
    }

    @Override
    public Page<UnfinishedObject> unfinished(Identity who, String cluster, PageRequest page) {
        List<UnfinishedObject> rows =
                people.view(who).unfinished(cluster).stream().map(HubTraffic::unfinished).toList();
        return page.of(
                rows,
                one -> one.object() + " " + one.status().word() + " " + one.status().detail(),
                key ->
                        Comparator.comparing(UnfinishedObject::since)
                                .thenComparing(UnfinishedObject::object));
    }

    static UnfinishedObject unfinished(Deliveries.Unfinished one) {
        Delivery delivery = one.delivery();
        Status status =
                switch (delivery.state()) {
                    case PENDING -> new Status(Level.PROGRESSING, "Waiting", delivery.message());
                    case SUSPENDED -> new Status(Level.UNKNOWN, "Held back", delivery.message());
                    case APPLIED -> Status.healthy("Applied");
                    case FAILED -> new Status(Level.FAILED, "Refused", delivery.message());
                };
        return new UnfinishedObject(one.template().toString(), status, delivery.since());
    }
}
