package io.pinisi.federation.placement;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Lets an object go where a taint would keep it away; empty key and effect match all. */
public record Toleration(String key, Operator operator, String value, String effect) {

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
                            item.path("effect").asString("")));
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
