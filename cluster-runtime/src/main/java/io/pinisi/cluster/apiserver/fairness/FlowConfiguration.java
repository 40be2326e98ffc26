package io.pinisi.cluster.apiserver.fairness;

import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.apiserver.fairness.SeatBorrowing.Wish;
import io.pinisi.cluster.authn.UserInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored schemas and levels as requests meet them; replaced as a whole. The queues of a level
 * outlive the snapshot, so that a change of one object makes nobody lose its place.
 */
final class FlowConfiguration {
    static final String CATCH_ALL = "catch-all";

    private final List<Matched> schemas;
    private final Map<String, Share> shares;
    private final Matched catchAll;

    /**
     * What a level that is not exempt may have.
     *
     * @param nominal its seats where nothing is lent
     */
    record Share(FairQueues queues, int nominal, int lower, int upper) {
        Wish wish() {
            return queues.wish(nominal, lower, upper);
        }
    }

    /**
     * A schema with its level.
     *
     * @param queues null where the level is exempt
     */
    record Matched(FlowSchema schema, PriorityLevel level, @Nullable FairQueues queues) {}

    private FlowConfiguration(List<Matched> schemas, Map<String, Share> shares, Matched catchAll) {
        this.schemas = List.copyOf(schemas);
        this.shares = Map.copyOf(shares);
        this.catchAll = catchAll;
    }

    /** Before anything is read: masters pass, all others share every seat. */
    static FlowConfiguration initial(int seats) {
        BootstrapFlows bootstrap = BootstrapFlows.load();
        return of(
                bootstrap.schemas().stream()
                        .map(FlowSchema::of)
                        .filter(schema -> BootstrapFlows.isMandatory(schema.name()))
                        .toList(),
                bootstrap.levels().stream()
                        .map(PriorityLevel::of)
                        .filter(level -> BootstrapFlows.isMandatory(level.name()))
                        .toList(),
                seats,
                Map.of());
    }

    /** The same server with other objects; a schema without its level matches nothing. */
    FlowConfiguration with(List<FlowSchema> schemas, List<PriorityLevel> levels, int seats) {
        return of(schemas, levels, seats, shares);
    }

    private static FlowConfiguration of(
            List<FlowSchema> schemas,
            List<PriorityLevel> levels,
            int seats,
            Map<String, Share> known) {
        int sum = levels.stream().mapToInt(PriorityLevel::shares).sum();
        Map<String, PriorityLevel> byName = new HashMap<>();
        Map<String, Share> shares = new HashMap<>();
        for (PriorityLevel level : levels) {
            byName.put(level.name(), level);
            if (!level.isExempt()) {
                int part = level.seats(seats, sum);
                FairQueues queues = queues(level, part, known.get(level.name()));
                int upper = level.upper(part, seats);
                shares.put(level.name(), new Share(queues, part, level.lower(part), upper));
            }
        }
        List<Matched> matched = new ArrayList<>();
        for (FlowSchema schema : schemas) {
            PriorityLevel level = byName.get(schema.level());
            if (level != null) {
                Share share = shares.get(level.name());
                matched.add(new Matched(schema, level, share == null ? null : share.queues()));
            }
        }
        matched.sort(
                Comparator.comparingInt((Matched m) -> m.schema().precedence())
                        .thenComparing(m -> m.schema().name()));
        Matched last =
                matched.stream()
                        .filter(m -> m.schema().name().equals(CATCH_ALL))
                        .findFirst()
                        .orElseGet(() -> initial(seats).catchAll);
        return new FlowConfiguration(matched, shares, last);
    }

    private static FairQueues queues(PriorityLevel level, int seats, @Nullable Share known) {
        if (known == null) {
            return new FairQueues(seats, level.queuing());
        }
        known.queues().become(seats, level.queuing());
        return known.queues();
    }

    /** Ends a period of demand, and gives each level the seats that it needs and may have. */
    void shareOut(int seats) {
        List<Share> all = List.copyOf(shares.values());
        List<Wish> wishes = all.stream().map(Share::wish).toList();
        double fraction = SeatBorrowing.fraction(wishes, seats);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).queues().lend(wishes.get(i), fraction);
        }
    }

    /** The levels that have seats, by name. */
    Map<String, Share> shares() {
        return shares;
    }

    /** The first schema, in order of precedence and name, that the request fits. */
    Matched classify(UserInfo user, RequestInfo request) {
        for (Matched matched : schemas) {
            if (matched.schema().matches(user, request)) {
                return matched;
            }
        }
        return catchAll;
    }

    /** The queues of a level, for its figures. */
    @Nullable FairQueues queuesOf(String level) {
        Share share = shares.get(level);
        return share == null ? null : share.queues();
    }
}
