package io.pinisi.federation.placement;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Keeps objects that do not tolerate it away from a cluster.
 *
 * @param since when it was added; null where that is not said
 */
public record Taint(String key, String value, String effect, @Nullable Instant since) {
    public static final String NO_SCHEDULE = "NoSchedule";
    public static final String NO_EXECUTE = "NoExecute";

    /** What every cluster has that is not Ready. */
    public static final Taint NOT_READY =
            new Taint("cluster.karmada.io/not-ready", "", NO_SCHEDULE, null);

    /** The keys of the taints that the engine itself sets, by the Ready condition. */
    private static final Map<String, String> BY_CONDITION =
            Map.of(
                    "cluster.karmada.io/not-ready", "it is not ready",
                    "cluster.karmada.io/unreachable", "it cannot be reached");

    public static List<Taint> of(JsonNode list) {
        List<Taint> taints = new ArrayList<>();
        for (JsonNode taint : list) {
            taints.add(
                    new Taint(
                            taint.path("key").asString(""),
                            taint.path("value").asString(""),
                            taint.path("effect").asString(""),
                            time(taint.path("timeAdded").asString(""))));
        }
        return taints;
    }

    /** What a cluster has that was found not to answer at that moment. */
    public static List<Taint> unreachableSince(Instant moment) {
        return List.of(
                new Taint("cluster.karmada.io/unreachable", "", NO_SCHEDULE, moment),
                new Taint("cluster.karmada.io/unreachable", "", NO_EXECUTE, moment));
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Whether the engine set it, because the cluster is not well. */
    public boolean isByCondition() {
        return BY_CONDITION.containsKey(key);
    }

    /** Why it keeps an object away, as a sentence about the cluster. */
    String reason() {
        return BY_CONDITION.getOrDefault(key, "the policy does not tolerate its taint " + this);
    }

    /** Whether it keeps new objects away; {@code PreferNoSchedule} does not. */
    boolean repels() {
        return effect.equals(NO_SCHEDULE) || effect.equals(NO_EXECUTE);
    }

    /** {@code key=value:effect}, as kubectl writes a taint. */
    @Override
    public String toString() {
        return key + (value.isEmpty() ? "" : "=" + value) + ":" + effect;
    }
}
