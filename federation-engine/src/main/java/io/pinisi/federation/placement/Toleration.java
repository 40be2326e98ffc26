package io.pinisi.federation.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * Lets an object go where a taint would keep it away; empty key and effect match all.
 *
 * @param seconds for how long an object that is there may stay; empty for ever
 */
public record Toleration(
        String key, Operator operator, String value, String effect, OptionalLong seconds) {

    /** How {@code value} compares; unsaid is {@code EQUAL}. */
    public enum Operator {
        EQUAL,
        EXISTS
    }

    static List<Toleration> of(JsonNode list) {
        List<Toleration> tolerations = new ArrayList<>();
        for (JsonNode item : list) {
            boolean exists = item.path("operator").asString("").equals("Exists");
            tolerations.add(
                    new Toleration(
                            item.path("key").asString(""),
                            exists ? Operator.EXISTS : Operator.EQUAL,
                            item.path("value").asString(""),
                            item.path("effect").asString(""),
                            item.path("tolerationSeconds").isNumber()
                                    ? OptionalLong.of(item.path("tolerationSeconds").asLong())
                                    : OptionalLong.empty()));
        }
        return tolerations;
    }

    boolean tolerates(Taint taint) {
        if (!effect.isEmpty() && !effect.equals(taint.effect())) {
            return false;
        }
        if (key.isEmpty()) {
            return operator == Operator.EXISTS;
        }
        return key.equals(taint.key())
                && (operator == Operator.EXISTS || value.equals(taint.value()));
    }
}
