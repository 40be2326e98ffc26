package io.pinisi.federation.discovery;

import io.pinisi.federation.discovery.ServiceReach.Intake;
import io.pinisi.federation.discovery.ServiceReach.Leg;
import io.pinisi.federation.discovery.ServiceReach.Offer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks at one export in every member, for people. Says what the importers would do and does
 * nothing.
 *
 * @param members their services, by cluster
 */
record Survey(
        Export export, Supply supply, Map<String, MemberServices> members, Standing standing) {

    /** How members stand to the export. */
    interface Standing {
        boolean isReady(String cluster);

        /** Whether it may offer the service at all. */
        boolean mayOffer(String cluster);

        /** Whether it may have the service at all. */
        boolean mayUse(String cluster);

        /** What the cluster is to have; empty while not enough is known to say. */
        Optional<List<ObjectNode>> wanted(String cluster);
    }

    ServiceReach reach() {
        Optional<MergedService> merged = supply.merged();
        List<Leg> legs = new ArrayList<>();
        new TreeMap<>(members).forEach((cluster, member) -> legs.add(leg(cluster, member)));
        Set<String> conflicts = merged.map(MergedService::conflicts).orElse(Set.of());
        return new ServiceReach(
                export.id().service(),
                export.id().way() == Export.Way.DERIVED,
                export.id().local(),
                merged.map(MergedService::headless).orElse(false),
                merged.map(one -> ports(one.limitedTo(export.ports()).ports())).orElse(List.of()),
                conflicts,
                ServiceReach.faults(conflicts, legs),
                legs);
    }

    private static List<String> ports(JsonNode ports) {
        List<String> words = new ArrayList<>();
        for (JsonNode port : ports) {
            String number =
                    port.path("port").asInt(0) + "/" + port.path("protocol").asString("TCP");
            words.add((port.path("name").asString("") + " " + number).strip());
        }
        return words;
    }

    private Leg leg(String cluster, MemberServices member) {
        Optional<ServiceRow> own = member.own(export.id().service());
        Offer offer = offer(cluster, member, own);
        boolean offered = offer == Offer.EXPORTED || offer == Offer.WITHHELD;
        List<SliceRow> slices = offered ? member.slicesOf(export.id().service()) : List.of();
        List<SliceRow> carried = member.carried(export.id());
        return new Leg(
                cluster,
                offer,
                count(slices, SliceRow::readyCount),
                count(slices, SliceRow::endpointCount),
                own.filter(row -> offered).map(ServiceRow::created),
                intake(cluster, member),
                bySource(carried),
                imported(member, carried));
    }

    private Offer offer(String cluster, MemberServices member, Optional<ServiceRow> own) {
        if (supply.services().containsKey(cluster)) {
            return Offer.EXPORTED;
        }
        if (supply.unfit().contains(cluster)) {
            return Offer.UNFIT;
        }
        if (!export.isProvider(cluster) || !standing.mayOffer(cluster)) {
            return Offer.EXCLUDED;
        }
        if (!member.isKnown()) {
            return Offer.UNKNOWN;
        }
        return own.isPresent() ? Offer.WITHHELD : Offer.NONE;
    }

    private Intake intake(String cluster, MemberServices member) {
        boolean has = !member.placed(export.id()).isEmpty();
        if (!standing.isReady(cluster)) {
            return has ? Intake.STALE : Intake.UNKNOWN;
        }
        if (!standing.mayUse(cluster)) {
            return has ? Intake.CATCHING_UP : Intake.EXCLUDED;
        }
        Optional<List<ObjectNode>> wanted = standing.wanted(cluster);
        if (!member.isKnown() || wanted.isEmpty()) {
            return Intake.UNKNOWN;
        }
        if (!Difference.between(wanted.get(), member.placed(export.id())).isEmpty()) {
            return has ? Intake.CATCHING_UP : Intake.WAITING;
        }
        if (has) {
            return Intake.IMPORTED;
        }
        return member.hasNamespace(export.id().service().namespace())
                ? Intake.NOTHING
                : Intake.NO_NAMESPACE;
    }

    /** An endpoint with addresses of two families is in two slices, and one endpoint. */
    private static int count(List<SliceRow> slices, ToIntFunction<SliceRow> figure) {
        return slices.stream()
                .collect(
                        Collectors.groupingBy(SliceRow::addressType, Collectors.summingInt(figure)))
                .values()
                .stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    private static Map<String, Integer> bySource(List<SliceRow> carried) {
        return carried.stream()
                .collect(
                        Collectors.groupingBy(
                                SliceRow::source,
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        rows -> count(rows, SliceRow::readyCount))));
    }

    private Optional<Instant> imported(MemberServices member, List<SliceRow> carried) {
        return member.local(export.id())
                .filter(row -> row.imported() != null || !carried.isEmpty())
                .map(ServiceRow::created);
    }
}
