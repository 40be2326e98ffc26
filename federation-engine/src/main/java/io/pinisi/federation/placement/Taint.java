package io.pinisi.federation.placement;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Keeps objects that do not tolerate it away from a cluster. */
public record Taint(String key, String value, String effect) {
    public static final String NO_SCHEDULE = "NoSchedule";
    public static final String NO_EXECUTE = "NoExecute";

    /** What every cluster has that is not Ready. */
    public static final Taint NOT_READY =
            new Taint("cluster.karmada.io/not-ready", "", NO_SCHEDULE);

    static List<Taint> of(JsonNode list) {
        List<Taint> taints = new ArrayList<>();
        for (JsonNode taint : list) {
            taints.add(
                    new Taint(
                            taint.path("key").asString(""),
                            taint.path("value").asString(""),
                            taint.path("effect").asString("")));
        }
        return taints;
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
