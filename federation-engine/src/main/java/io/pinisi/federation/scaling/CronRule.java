package io.pinisi.federation.scaling;

import io.pinisi.cluster.machinery.value.CronSchedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * One rule of a CronFederatedHPA.
 *
 * @param replicas for targets that are scaled
 * @param least for a FederatedHPA, whose limits are moved
 * @param most the same
 */
record CronRule(
        String name,
        CronSchedule schedule,
        ZoneId zone,
        boolean suspended,
        OptionalInt replicas,
        OptionalInt least,
        OptionalInt most,
        int successes,
        int failures) {
    private static final int USUAL_HISTORY = 3;

    /**
     * @throws IllegalArgumentException where schedule or zone cannot be read
     */
    static CronRule of(JsonNode rule) {
        return new CronRule(
                rule.path("name").asString(""),
                CronSchedule.parse(rule.path("schedule").asString("")),
                zone(rule.path("timeZone").asString("")),
                rule.path("suspend").asBoolean(false),
                number(rule, "targetReplicas"),
                number(rule, "targetMinReplicas"),
                number(rule, "targetMaxReplicas"),
                rule.path("successfulHistoryLimit").asInt(USUAL_HISTORY),
                rule.path("failedHistoryLimit").asInt(USUAL_HISTORY));
    }

    private static ZoneId zone(String name) {
        try {
            return name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("unknown time zone " + name, e);
        }
    }

    private static OptionalInt number(JsonNode rule, String field) {
        return rule.hasNonNull(field)
                ? OptionalInt.of(rule.path(field).asInt(0))
                : OptionalInt.empty();
    }

    Optional<Instant> next(Instant after) {
        return schedule.next(after, zone);
    }

    /** Whether the schedule, as it is now, comes to this moment. */
    boolean meets(Instant moment, Instant now) {
        return switch (schedule) {
            case CronSchedule.Every(var distance) -> !moment.isAfter(now.plus(distance));
            case CronSchedule.Fields _ ->
                    next(moment.minusSeconds(1)).filter(moment::equals).isPresent();
        };
    }
}
