package io.pinisi.federation.discovery;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How one exported service stands in all clusters: who offers it, who has it, and how well.
 *
 * @param derived whether consumers see it as {@code derived-NAME}; else under its own name
 * @param localName what it is called in the consumers
 * @param ports what is offered, such as {@code http 80/TCP}
 * @param conflicts reasons of the condition {@code Conflict}
 * @param faults what is wrong with it, all clusters considered, the worst first
 * @param legs by cluster
 */
public record ServiceReach(
        ObjectKey service,
        boolean derived,
        String localName,
        boolean headless,
        List<String> ports,
        Set<String> conflicts,
        Set<Fault> faults,
        List<Leg> legs) {
    private static final String CLUSTER_SET = ".clusterset.local";

    public ServiceReach {
        ports = List.copyOf(ports);
        conflicts = Set.copyOf(conflicts);
        faults = Collections.unmodifiableSet(new LinkedHashSet<>(faults));
        legs = List.copyOf(legs);
    }

    /** What a cluster has to do with offering it. */
    public enum Offer {
        /** It is not meant to. */
        EXCLUDED,
        /** It has no service of the name. */
        NONE,
        EXPORTED,
        /** Its service is only a name in somebody's DNS. */
        UNFIT,
        /** It has the service and is lost or leaving: its endpoints are nowhere else. */
        WITHHELD,
        /** It has not been read yet. */
        UNKNOWN
    }

    /** What a cluster has to do with using it. */
    public enum Intake {
        /** It is not meant to. */
        EXCLUDED,
        /** It does not have the namespace. */
        NO_NAMESPACE,
        /** There is nothing to import. */
        NOTHING,
        /** It is to have it, and has nothing yet. */
        WAITING,
        /** It has some of it, or an old form. */
        CATCHING_UP,
        IMPORTED,
        /** It cannot be reached: what it has is as old as the last word from it. */
        STALE,
        /** It has not been read yet. */
        UNKNOWN
    }

    /**
     * One cluster's part.
     *
     * @param readyEndpoints behind its own service
     * @param endpoints behind its own service, ready or not
     * @param exported when its own service was made; empty where it has none
     * @param carried ready endpoints of other clusters' services that are in it, by source
     * @param imported when what was imported was made; empty where nothing was
     */
    public record Leg(
            String cluster,
            Offer offer,
            int readyEndpoints,
            int endpoints,
            Optional<Instant> exported,
            Intake intake,
            Map<String, Integer> carried,
            Optional<Instant> imported) {
        public Leg {
            carried = Map.copyOf(carried);
        }

        boolean isProvider() {
            return offer == Offer.EXPORTED && readyEndpoints > 0;
        }
    }

    /** What is wrong with it, the worst first. */
    public enum Fault {
        /** No cluster offers it. */
        NOT_EXPORTED,
        /** It is offered, and no endpoint of it is ready. */
        NO_ENDPOINTS,
        /** The clusters' services contradict each other. */
        CONFLICTING,
        /** A cluster is lost: what it has may be gone, and what it offered is withheld. */
        STALE,
        /** Some cluster does not have yet what it is to have. */
        CATCHING_UP,
        /** It is offered, and no cluster has it. */
        NOT_IMPORTED,
        /** Only one cluster has ready endpoints: the service is lost with it. */
        ONE_LEGGED
    }

    /** The name by which programs in the clusters that have it find it. */
    public String dnsName() {
        String name = service.name() + "." + service.namespace() + ".svc";
        return derived ? name + CLUSTER_SET : name;
    }

    static Set<Fault> faults(Set<String> conflicts, List<Leg> legs) {
        EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
        Set<Offer> offers = legs.stream().map(Leg::offer).collect(Collectors.toSet());
        Set<Intake> intakes = legs.stream().map(Leg::intake).collect(Collectors.toSet());
        long providers = legs.stream().filter(Leg::isProvider).count();
        boolean exported = offers.contains(Offer.EXPORTED);
        boolean late = intakes.contains(Intake.WAITING) || intakes.contains(Intake.CATCHING_UP);
        note(faults, Fault.NOT_EXPORTED, !exported);
        note(faults, Fault.NO_ENDPOINTS, exported && providers == 0);
        note(faults, Fault.CONFLICTING, !conflicts.isEmpty());
        note(
                faults,
                Fault.STALE,
                intakes.contains(Intake.STALE) || offers.contains(Offer.WITHHELD));
        note(faults, Fault.CATCHING_UP, late);
        note(faults, Fault.NOT_IMPORTED, exported && !late && !intakes.contains(Intake.IMPORTED));
        note(faults, Fault.ONE_LEGGED, providers == 1);
        return faults;
    }

    private static void note(Set<Fault> faults, Fault fault, boolean holds) {
        if (holds) {
            faults.add(fault);
        }
    }

    public int readyEndpoints() {
        return legs.stream().filter(Leg::isProvider).mapToInt(Leg::readyEndpoints).sum();
    }

    /** The same without the clusters that do not exist for a person. */
    public ServiceReach within(Predicate<String> clusters) {
        return new ServiceReach(
                service,
                derived,
                localName,
                headless,
                ports,
                conflicts,
                faults,
                legs.stream()
                        .filter(leg -> clusters.test(leg.cluster()))
                        .map(leg -> cut(leg, clusters))
                        .toList());
    }

    private static Leg cut(Leg leg, Predicate<String> clusters) {
        Map<String, Integer> carried = new TreeMap<>(leg.carried());
        carried.keySet().removeIf(clusters.negate());
        return new Leg(
                leg.cluster(),
                leg.offer(),
                leg.readyEndpoints(),
                leg.endpoints(),
                leg.exported(),
                leg.intake(),
                carried,
                leg.imported());
    }

    static Comparator<ServiceReach> byName() {
        return Comparator.comparing((ServiceReach one) -> one.service().toString())
                .thenComparing(ServiceReach::derived);
    }
}
