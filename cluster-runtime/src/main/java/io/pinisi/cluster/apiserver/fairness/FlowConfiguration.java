package io.pinisi.cluster.apiserver.fairness;

import io.pinisi.cluster.apiserver.RequestInfo;
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
    private final Map<String, FairQueues> queues;
    private final Matched catchAll;

    /**
     * A schema with its level.
     *
     * @param queues null where the level is exempt
     */
    record Matched(FlowSchema schema, PriorityLevel level, @Nullable FairQueues queues) {}

    private FlowConfiguration(
            List<Matched> schemas, Map<String, FairQueues> queues, Matched catchAll) {
        this.schemas = List.copyOf(schemas);
        this.queues = Map.copyOf(queues);
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
        return of(schemas, levels, seats, queues);
    }

    private static FlowConfiguration of(
            List<FlowSchema> schemas,
            List<PriorityLevel> levels,
            int seats,
            Map<String, FairQueues> known) {
        int shares = levels.stream().mapToInt(PriorityLevel::shares).sum();
        Map<String, PriorityLevel> byName = new HashMap<>();
        Map<String, FairQueues> queues = new HashMap<>();
        for (PriorityLevel level : levels) {
            byName.put(level.name(), level);
            if (!level.isExempt()) {
                int part = level.seats(seats, shares);
                FairQueues kept = known.get(level.name());
                if (kept == null) {
                    kept = new FairQueues(part, level.queuing());
                } else {
                    kept.become(part, level.queuing());
                }
                queues.put(level.name(), kept);
            }
        }
        List<Matched> matched = new ArrayList<>();
        for (FlowSchema schema : schemas) {
            PriorityLevel level = byName.get(schema.level());
            if (level != null) {
                matched.add(new Matched(schema, level, queues.get(level.name())));
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
        return new FlowConfiguration(matched, queues, last);
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
        return queues.get(level);
    }
}
