package io.pinisi.portal.hub;

import io.pinisi.federation.discovery.ServiceReach;
import io.pinisi.federation.discovery.ServiceReach.Fault;
import io.pinisi.federation.discovery.ServiceReach.Intake;
import io.pinisi.federation.discovery.ServiceReach.Offer;
import io.pinisi.portal.discovery.Leg;
import io.pinisi.portal.discovery.SharedService;
import io.pinisi.portal.discovery.SharedServiceDetail;
import io.pinisi.portal.discovery.SharedServiceRef;
import io.pinisi.portal.discovery.SharedServiceRef.Way;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the engine knows of a shared service, in words. */
final class ServiceWords {
    private ServiceWords() {}

    static SharedServiceRef ref(ServiceReach reach) {
        return new SharedServiceRef(
                Objects.requireNonNullElse(reach.service().namespace(), ""),
                reach.service().name(),
                reach.derived() ? Way.EXPORT : Way.MULTI_CLUSTER);
    }

    static SharedService row(ServiceReach reach) {
        List<Status> findings = findings(reach);
        return new SharedService(
                ref(reach),
                findings.isEmpty() ? new Status(Level.HEALTHY, "Healthy", "") : findings.getFirst(),
                reach.dnsName(),
                clusters(reach, leg -> leg.offer() == Offer.EXPORTED),
                clusters(
                        reach,
                        leg ->
                                leg.intake() == Intake.IMPORTED
                                        || leg.intake() == Intake.CATCHING_UP
                                        || leg.intake() == Intake.STALE),
                reach.readyEndpoints(),
                reach.legs().stream()
                        .flatMap(leg -> leg.exported().stream())
                        .min(Comparator.naturalOrder())
                        .orElse(null));
    }

    private static List<String> clusters(ServiceReach reach, Predicate<ServiceReach.Leg> which) {
        return reach.legs().stream().filter(which).map(ServiceReach.Leg::cluster).toList();
    }

    static SharedServiceDetail detail(ServiceReach reach) {
        return new SharedServiceDetail(
                row(reach),
                reach.localName(),
                reach.headless() ? "Headless" : "One address per cluster",
                reach.ports(),
                findings(reach),
                reach.legs().stream().map(ServiceWords::leg).toList());
    }

    private static Leg leg(ServiceReach.Leg leg) {
        List<Leg.Carried> carried = new ArrayList<>();
        new TreeMap<>(leg.carried())
                .forEach((source, count) -> carried.add(new Leg.Carried(source, count)));
        boolean imports =
                switch (leg.intake()) {
                    case WAITING, CATCHING_UP, IMPORTED, STALE -> true;
                    case EXCLUDED, NO_NAMESPACE, NOTHING, UNKNOWN -> false;
                };
        return new Leg(
                leg.cluster(),
                offer(leg),
                intake(leg.intake()),
                leg.offer() == Offer.EXPORTED || leg.offer() == Offer.WITHHELD,
                imports,
                leg.readyEndpoints(),
                leg.endpoints(),
                leg.exported().orElse(null),
                carried,
                leg.imported().orElse(null));
    }

    static Status offer(ServiceReach.Leg leg) {
        return switch (leg.offer()) {
            case EXCLUDED -> new Status(Level.DONE, "Not meant to", "It is no provider of it");
            case NONE -> new Status(Level.DONE, "Has none", "It has no service of this name");
            case EXPORTED ->
                    leg.readyEndpoints() > 0
                            ? Status.healthy("Exported")
                            : new Status(
                                    Level.DEGRADED, "No endpoints", "None of its pods is ready");
            case UNFIT ->
                    new Status(
                            Level.FAILED,
                            "Cannot be exported",
                            "Its service is only a name in somebody's DNS (ExternalName)");
            case WITHHELD ->
                    new Status(
                            Level.UNREACHABLE,
                            "Withheld",
                            "It is lost or leaving, so that its endpoints are nowhere else");
            case UNKNOWN -> Status.of(Level.UNKNOWN, "Not read yet");
        };
    }

    static Status intake(Intake intake) {
        return switch (intake) {
            case EXCLUDED -> new Status(Level.DONE, "Not meant to", "It is no consumer of it");
            case NO_NAMESPACE ->
                    new Status(
                            Level.DONE, "No namespace", "It gets the service with the namespace");
            case NOTHING -> new Status(Level.DONE, "Nothing", "Nothing is offered to it");
            case WAITING -> Status.of(Level.PROGRESSING, "Waiting");
            case CATCHING_UP ->
                    new Status(Level.PROGRESSING, "Catching up", "Not all is there yet");
            case IMPORTED -> Status.healthy("Imported");
            case STALE ->
                    new Status(
                            Level.UNREACHABLE,
                            "Stale",
                            "It cannot be reached: what it has may be gone");
            case UNKNOWN -> Status.of(Level.UNKNOWN, "Not known");
        };
    }

    private static List<Status> findings(ServiceReach reach) {
        return reach.faults().stream().map(fault -> finding(fault, reach)).toList();
    }

    private static Status finding(Fault fault, ServiceReach reach) {
        return switch (fault) {
            case NOT_EXPORTED ->
                    new Status(
                            Level.FAILED,
                            "Not exported",
                            "No cluster that can be reached has a service of this name.");
            case NO_ENDPOINTS ->
                    new Status(
                            Level.FAILED, "No endpoints", "It is exported, and no pod is ready.");
            case CONFLICTING ->
                    new Status(
                            Level.DEGRADED,
                            "Conflicting",
                            "The clusters differ ("
                                    + String.join(", ", new TreeSet<>(reach.conflicts()))
                                    + "): the oldest service counts, ports are united.");
            case STALE ->
                    new Status(
                            Level.UNREACHABLE,
                            "Stale",
                            "A cluster is lost or leaving: what it has may be gone, and what it"
                                    + " offered is withheld from the others.");
            case CATCHING_UP ->
                    new Status(
                            Level.PROGRESSING,
                            "Catching up",
                            "Not every cluster has yet what it is to have.");
            case NOT_IMPORTED ->
                    new Status(
                            Level.UNKNOWN,
                            "Not imported",
                            "It is exported, and no cluster has it.");
            case ONE_LEGGED ->
                    new Status(
                            Level.DEGRADED,
                            "One-legged",
                            "Only one cluster has ready endpoints: the service is lost with it.");
        };
    }
}
